package dev.headrace.engine.run;

import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the few JSON texts that the engine itself makes. It never reads any. */
final class Json {
    private static final int SHOWN_MAX = 200;

    private Json() {}

    static Value list(List<Value> items) {
        return new Value(
                items.stream().map(Value::json).collect(Collectors.joining(",", "[", "]")));
    }

    static Value object(Map<String, Value> members) {
        return new Value(
                members.entrySet().stream()
                        .map(member -> quoted(member.getKey()) + ":" + member.getValue().json())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    /** For a message: what is long is cut. */
    static String shown(Value value) {
        String text = value.json();
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }

    static Value text(String text) {
        return new Value(quoted(text));
    }

    /** A hole: the result of a node. */
    static Value hole(NodePath node) {
        return new Value("{\"$\":\"ref\",\"task\":" + quoted(node.text()) + "}");
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u00").append(Character.forDigit(c >> 4, 16));
                quoted.append(Character.forDigit(c & 15, 16));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
