package dev.headrace.app.text;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as they must be. */
public final class Table {
    private static final String GAP = "  ";
    private static final int NARROWEST = 6;

    private final List<List<String>> rows = new ArrayList<>();
    private final int elastic;

    /**
     * An empty table.
     *
     * @param elastic the column that gives way when the screen is narrow
     */
    public Table(int elastic, String... headings) {
        this.elastic = elastic;
        rows.add(List.of(headings));
    }

    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** Lines of at most so many columns, as far as the elastic one can give. */
    public String text(int columns) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Cells.width(row.get(i)));
            }
        }
        int whole = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            whole += width;
        }
        if (whole > columns) {
            widths[elastic] =
                    Math.max(
                            Math.min(NARROWEST, widths[elastic]),
                            widths[elastic] - (whole - columns));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(i == 0 ? "" : GAP)
                        .append(Cells.padded(Cells.cut(row.get(i), widths[i]), widths[i]));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
