package dev.headrace.engine.run;

import dev.headrace.spec.run.Value;

/** What kind of JSON a value is, which its first character tells. */
enum ValueKind {
    NOTHING("nothing"),
    TRUTH("true or false"),
    NUMBER("a number"),
    TEXT("a text"),
    LIST("a list"),
    OBJECT("an object");

    private final String words;

    ValueKind(String words) {
        this.words = words;
    }

    static ValueKind of(Value value) {
        return switch (value.json().charAt(0)) {
            case 'n' -> NOTHING;
            case 't', 'f' -> TRUTH;
            case '"' -> TEXT;
            case '[' -> LIST;
            case '{' -> OBJECT;
            default -> NUMBER;
        };
    }

    String words() {
        return words;
    }
}
