package dev.headrace.codec.run;

import dev.headrace.codec.json.JsonObject;
import dev.headrace.engine.run.Mark;
import dev.headrace.spec.run.Value;
import java.util.Optional;

/** What somebody says that a node came to, in a message. */
final class MarkText {
    private MarkText() {}

    static JsonObject write(Mark mark, JsonObject asked) {
        return switch (mark) {
            case Mark.Output(Value value) -> asked.with("output", value.json());
            case Mark.Succeeded _ -> asked.with("as", "succeeded");
            case Mark.Failed _ -> asked.with("as", "failed");
            case Mark.Skipped _ -> asked.with("as", "skipped");
        };
    }

    /** Empty if this program does not know it. */
    static Optional<Mark> read(JsonObject asked) {
        Optional<Mark> output = asked.text("output").map(text -> new Mark.Output(new Value(text)));
        return output.or(() ->
                switch (asked.text("as").orElse("")) {
                    case "succeeded" -> Optional.of(new Mark.Succeeded());
                    case "failed" -> Optional.of(new Mark.Failed());
                    case "skipped" -> Optional.of(new Mark.Skipped());
                    default -> Optional.empty();
                });
    }
}
