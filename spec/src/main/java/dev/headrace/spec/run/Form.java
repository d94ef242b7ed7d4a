package dev.headrace.spec.run;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an approval asks for.
 *
 * @param question for people, at most 1,000 characters
 * @param fields at most 100; without any it asks for yes or no alone
 */
public record Form(String question, List<Field> fields) {
    public static final int QUESTION_MAX = 1_000;
    public static final int FIELDS_MAX = 100;

    /** Members that the result has besides the fields. */
    private static final Set<String> TAKEN = new TreeSet<>(List.of("approved", "by", "why"));

    /** What a field holds. */
    public enum Type {
        TEXT,
        INT,
        NUMBER,
        BOOL
    }

    /**
     * A field.
     *
     * @param fallback what it is when it is not given; without one it must be
     */
    public record Field(String name, Type type, Optional<Value> fallback) {
        public Field {
            Objects.requireNonNull(type);
            Objects.requireNonNull(fallback);
            if (!Awaited.Signal.isName(name) || TAKEN.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' cannot be a field of a form");
            }
        }
    }

    public Form {
        if (question.length() > QUESTION_MAX) {
            throw new IllegalArgumentException(
                    "a question has at most " + QUESTION_MAX + " characters");
        }
        if (fields.size() > FIELDS_MAX) {
            throw new IllegalArgumentException("a form has at most " + FIELDS_MAX + " fields");
        }
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException(
                        "the field '" + field.name() + "' is there twice");
            }
        }
    }
}
