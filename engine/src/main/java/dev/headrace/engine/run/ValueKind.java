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

    /** Numbers that JSON lacks are numbers; what is kept in another form may be anything. */
    static ValueKind of(Value value) {
        if (value.json().startsWith("{\"$\":")) {
            return value.json().startsWith("{\"$\":\"float\"")
                            || value.json().startsWith("{\"$\":\"int\"")
                    ? NUMBER
                    : NOTHING;
        }
        return switch (value.json().charAt(0)) {
            case 'n' -> NOTHING;
            case 't', 'f' -> TRUTH;
            case '"' -> TEXT;
            case '[' -> LIST;
            case '{' -> OBJECT;
            default -> NUMBER;
        };
    }

    /** A value as it can stand in a sentence. */
    static String brief(Value value) {
        String text = value.json();
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    String words() {
        return words;
    }
}
