package dev.headrace.adapters.local.link;

/** Writes JSON, where a value's own text goes in as it is. */
public final class Text {
    private final StringBuilder out = new StringBuilder(256);
    private boolean first = true;

    public Text open(char bracket) {
        comma();
        out.append(bracket);
        first = true;
        return this;
    }

    public Text close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    public Text name(String name) {
        comma();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    public Text text(String text) {
        comma();
        quote(text);
        return this;
    }

    public Text number(long number) {
        comma();
        out.append(number);
        return this;
    }

    public Text bool(boolean value) {
        return raw(value ? "true" : "false");
    }

    public Text none() {
        return raw("null");
    }

    /** A JSON text as it is. */
    public Text raw(String json) {
        comma();
        out.append(json);
        return this;
    }

    private void comma() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String text) {
        out.append('"');
        int from = 0; // what has been looked at and can stay as it is begins here
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, from, i);
                escape(c);
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    private void escape(char c) {
        if (c < ' ') {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
        } else {
            out.append('\\').append(c);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
