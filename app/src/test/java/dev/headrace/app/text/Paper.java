package dev.headrace.app.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A terminal of 60 columns that keeps what was written, and can say how it looks. */
final class Paper {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(written, true, UTF_8);

    Terminal terminal(boolean screen) {
        return new Terminal(stream, stream, screen, screen, false, () -> 60, ZoneOffset.UTC);
    }

    String raw() {
        return written.toString(UTF_8);
    }

    /** The lines as they stand, after all moves of the cursor. */
    String looks() {
        List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        int column = 0;
        String text = raw();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                int end = i + 2;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                String number = text.substring(i + 2, end);
                switch (text.charAt(end)) {
                    case 'A' -> row -= Integer.parseInt(number);
                    case 'K' -> clear(lines.get(row), column);
                    case 'J' -> {
                        clear(lines.get(row), column);
                        lines.subList(row + 1, lines.size()).clear();
                    }
                    default -> throw new IllegalStateException("not ours: " + text.charAt(end));
                }
                i = end;
            } else if (c == '\n') {
                row++;
                column = 0;
                if (row == lines.size()) {
                    lines.add(new StringBuilder());
                }
            } else if (c == '\r') {
                column = 0;
            } else {
                StringBuilder line = lines.get(row);
                line.setLength(Math.max(line.length(), column + 1));
                line.setCharAt(column, c);
                column++;
            }
        }
        return String.join("\n", lines);
    }

    private static void clear(StringBuilder line, int column) {
        line.setLength(Math.min(line.length(), column));
    }
}
