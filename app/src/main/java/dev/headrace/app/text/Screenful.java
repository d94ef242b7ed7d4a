package dev.headrace.app.text;

import java.io.PrintStream;
import java.util.List;

/** The last lines of a terminal, which are drawn again and again; what is said goes above them. */
final class Screenful {
    private static final String UP = "\u001b[%dA";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String BELOW = "\u001b[J";

    private final PrintStream out;
    private int drawn;

    Screenful(PrintStream out) {
        this.out = out;
    }

    /** These lines instead of the ones before; none is longer than the screen is wide. */
    void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(top());
        lines.forEach(line -> text.append(line).append(REST_OF_LINE).append('\n'));
        text.append(BELOW);
        write(text.toString());
        drawn = lines.size();
    }

    /** Text that stays, in the place of the lines. */
    void say(String text) {
        write(top() + BELOW + text);
        drawn = 0;
    }

    private String top() {
        return drawn == 0 ? "\r" : "\r" + UP.replace("%d", Integer.toString(drawn));
    }

    private void write(String text) {
        out.print(text);
        out.flush();
    }
}
