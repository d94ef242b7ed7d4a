package dev.headrace.app.command;

import java.util.ArrayList;
import java.util.List;

/** Tells how a command is written. */
final class Usage {
    private static final int INDENT = 2;
    private static final int GAP = 3;

    private final String name;
    private final String purpose;
    private final Shape shape;
    private final int width;

    private record Line(String left, String right) {}

    Usage(Command command, int width) {
        name = command.name();
        purpose = command.purpose();
        shape = command.shape().whole();
        this.width = width;
    }

    String text() {
        StringBuilder text = new StringBuilder("Usage: headrace ").append(name);
        shape.places().forEach(place -> text.append(' ').append(place.shown()));
        text.append(" [OPTION…]\n\n");
        text.append(Character.toUpperCase(purpose.charAt(0)))
                .append(purpose.substring(1))
                .append(".\n\n");
        List<Line> lines = new ArrayList<>();
        for (Shape.Place place : shape.places()) {
            lines.add(new Line(place.shown(), place.meaning()));
        }
        for (Shape.Switch each : shape.switches()) {
            String label = each.hasValue() ? " " + each.label() : "";
            lines.add(
                    new Line(
                            String.join(", ", each.names()) + label,
                            each.meaning() + (each.many() ? "; may be there several times" : "")));
        }
        int left = lines.stream().mapToInt(line -> line.left().length()).max().orElse(0);
        lines.forEach(line -> append(text, line, left));
        return text.toString();
    }

    private void append(StringBuilder text, Line line, int left) {
        int margin = INDENT + left + GAP;
        text.append(" ".repeat(INDENT))
                .append(line.left())
                .append(" ".repeat(left - line.left().length() + GAP));
        int column = margin;
        for (String word : line.right().split(" ", -1)) {
            if (column > margin && column + word.length() + 1 > width) {
                text.append('\n').append(" ".repeat(margin));
                column = margin;
            }
            if (column > margin) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }
}
