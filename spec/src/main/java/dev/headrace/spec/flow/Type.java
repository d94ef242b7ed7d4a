package dev.headrace.spec.flow;

import java.util.Objects;
import java.util.Optional;

/**
 * What a value is, as far as that is checked. Null fits only {@code any} and what ends in {@code
 * ?}. A value that lies in the artifact store is not looked into, and fits.
 */
public sealed interface Type {
    /** How deep types may lie in each other. */
    int DEPTH_MAX = 8;

    /** For those who ask which types there are. */
    String WORDS = "any, text, int, number, bool, list, object, list[T], object[T], T?";

    /** One that has no parts. */
    enum Basic implements Type {
        ANY,
        TEXT,
        /** A whole number. */
        INT,
        NUMBER,
        BOOL,
        LIST,
        OBJECT;

        @Override
        public String word() {
            return switch (this) {
                case ANY -> "any";
                case TEXT -> "text";
                case INT -> "int";
                case NUMBER -> "number";
                case BOOL -> "bool";
                case LIST -> "list";
                case OBJECT -> "object";
            };
        }
    }

    /** A list all of whose items are that. */
    record ListOf(Type item) implements Type {
        public ListOf {
            Objects.requireNonNull(item);
        }

        @Override
        public String word() {
            return "list[" + item.word() + "]";
        }
    }

    /** An object all of whose members are that. */
    record ObjectOf(Type member) implements Type {
        public ObjectOf {
            Objects.requireNonNull(member);
        }

        @Override
        public String word() {
            return "object[" + member.word() + "]";
        }
    }

    /** That, or null. */
    record OrNull(Type type) implements Type {
        public OrNull {
            Objects.requireNonNull(type);
        }

        @Override
        public String word() {
            return type.word() + "?";
        }
    }

    /** As it is written. */
    String word();

    /** The type that is written so; nothing said is {@code any}. Empty if there is none. */
    static Optional<Type> of(String text) {
        return text.isBlank() ? Optional.of(Basic.ANY) : of(text.strip(), 0);
    }

    private static Optional<Type> of(String text, int depth) {
        if (depth > DEPTH_MAX) {
            return Optional.empty();
        }
        if (text.endsWith("?")) {
            return of(text.substring(0, text.length() - 1), depth + 1).map(OrNull::new);
        }
        if (text.startsWith("list[") && text.endsWith("]")) {
            return of(text.substring(5, text.length() - 1), depth + 1).map(ListOf::new);
        }
        if (text.startsWith("object[") && text.endsWith("]")) {
            return of(text.substring(7, text.length() - 1), depth + 1).map(ObjectOf::new);
        }
        for (Basic basic : Basic.values()) {
            if (basic.word().equals(text)) {
                return Optional.of(basic);
            }
        }
        return switch (text) {
            case "str", "string" -> Optional.of(Basic.TEXT);
            case "integer" -> Optional.of(Basic.INT);
            case "float" -> Optional.of(Basic.NUMBER);
            case "boolean" -> Optional.of(Basic.BOOL);
            case "dict" -> Optional.of(Basic.OBJECT);
            default -> Optional.empty();
        };
    }
}
