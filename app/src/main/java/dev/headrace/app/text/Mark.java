package dev.headrace.app.text;

/** The sign before a state's word: never a colour alone. */
public enum Mark {
    DONE("✓", "32"),
    BAD("✗", "31"),
    BUSY("●", "36"),
    IDLE("○", "2"),
    AGAIN("⟳", "33"),
    STOPPED("■", "33"),
    PASSED("-", "2");

    private final String sign;
    private final String colour;

    Mark(String sign, String colour) {
        this.sign = sign;
        this.colour = colour;
    }

    public String sign() {
        return sign;
    }

    /** The sign of a run's or a task's state. */
    public static Mark of(String word) {
        return switch (word) {
            case "succeeded", "continued" -> DONE;
            case "failed", "lost" -> BAD;
            case "running", "cancelling" -> BUSY;
            case "cancelled", "interrupted" -> STOPPED;
            case "skipped" -> PASSED;
            default -> IDLE;
        };
    }

    /** The sign, in its colour where colours are wished. */
    public String in(boolean colours) {
        return colours ? "\u001b[" + colour + "m" + sign + "\u001b[0m" : sign;
    }
}
