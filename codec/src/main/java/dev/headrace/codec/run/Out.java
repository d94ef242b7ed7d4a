package dev.headrace.codec.run;

import dev.headrace.codec.json.JsonText;

/** A JSON text that is being written. */
final class Out {
    private final StringBuilder text = new StringBuilder();
    private boolean first = true;

    void open(char bracket) {
        gap();
        text.append(bracket);
        first = true;
    }

    void close(char bracket) {
        text.append(bracket);
        first = false;
    }

    void name(String name) {
        text(name);
        text.append(':');
        first = true;
    }

    void text(String value) {
        gap();
        JsonText.quote(value, text);
    }

    void number(long value) {
        gap();
        text.append(value);
    }

    void bool(boolean value) {
        gap();
        text.append(value);
    }

    /** What is JSON already. */
    void raw(String json) {
        gap();
        text.append(json);
    }

    private void gap() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
