package dev.headrace.codec.json;

import java.util.Objects;

/** A text; may hold halves of surrogate pairs. */
public record JsonText(String value) implements Json {
    private static final String HEX = "0123456789abcdef";

    public JsonText {
        Objects.requireNonNull(value);
    }

    /** Writes a text in quotes; halves of surrogate pairs, which UTF-8 lacks, as escapes. */
    public static void quote(String text, StringBuilder out) {
        out.append('"');
        int from = 0; // what has been looked at and can stay as it is begins here
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || isHalf(text, i)) {
                out.append(text, from, i);
                escape(c, out);
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt((c >> shift) & 15));
                }
            }
        }
    }
}
