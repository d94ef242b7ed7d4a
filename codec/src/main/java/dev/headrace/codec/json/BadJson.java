package dev.headrace.codec.json;

/** A text that is not the JSON it should be. */
public final class BadJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;
    private final String what;

    BadJson(int line, int column, String what) {
        super(what + " (line " + line + ", column " + column + ")");
        this.line = line;
        this.column = column;
        this.what = what;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    /** Counted from 1. */
    public int column() {
        return column;
    }

    public String what() {
        return what;
    }
}
