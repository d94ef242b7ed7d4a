package dev.headrace.codec.run;

import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.engine.run.Mark;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.spec.run.NodePath;
import java.util.Optional;

/** What one process asks of a run that another one owns, as it lies in the store meanwhile. */
public final class MessageCodec {
    private static final String CANCEL = "cancel";
    private static final String HARD = "hard";
    private static final String PAUSE = "pause";
    private static final String CONTINUE = "continue";
    private static final String HOLD = "hold";
    private static final String MARK = "mark";
    private static final String RELEASE = "release";

    private MessageCodec() {}

    public static String write(RunCommand.CancelRun cancel) {
        JsonObject asked = asked(cancel.who(), cancel.why());
        return message(CANCEL, cancel.hard() ? asked.with(HARD, new JsonBool(true)) : asked);
    }

    public static String write(RunCommand.Operation operation) {
        JsonObject asked = asked(operation.who(), operation.why());
        return switch (operation) {
            case RunCommand.PauseRun _ -> message(PAUSE, asked);
            case RunCommand.ContinueRun _ -> message(CONTINUE, asked);
            case RunCommand.HoldNode(NodePath node, _, _) -> message(HOLD, of(node, asked));
            case RunCommand.MarkNode(NodePath node, Mark as, _, _) ->
                    message(MARK, MarkText.write(as, of(node, asked)));
            case RunCommand.ReleaseNode(NodePath node, _, _) -> message(RELEASE, of(node, asked));
        };
    }

    /** What a message asks for; empty if this program does not know it. */
    public static Optional<RunCommand> read(String text) {
        try {
            if (Json.read(text) instanceof JsonObject message && message.members().size() == 1) {
                var only = message.members().firstEntry();
                return only.getValue() instanceof JsonObject asked
                        ? command(only.getKey(), asked)
                        : Optional.empty();
            }
        } catch (BadJson | IllegalArgumentException e) {
            // nothing that we could do
        }
        return Optional.empty();
    }

    private static Optional<RunCommand> command(String name, JsonObject asked) {
        String who = asked.text("who").orElse("somebody");
        String why = asked.text("why").orElse("");
        return switch (name) {
            case CANCEL ->
                    Optional.of(
                            new RunCommand.CancelRun(
                                    who,
                                    why,
                                    asked.get(HARD).equals(Optional.of(new JsonBool(true)))));
            case PAUSE -> Optional.of(new RunCommand.PauseRun(who, why));
            case CONTINUE -> Optional.of(new RunCommand.ContinueRun(who, why));
            case HOLD -> node(asked).map(node -> new RunCommand.HoldNode(node, who, why));
            case MARK ->
                    node(asked)
                            .flatMap(node ->
                                    MarkText.read(asked)
                                            .map(as ->
                                                    new RunCommand.MarkNode(node, as, who, why)));
            case RELEASE -> node(asked).map(node -> new RunCommand.ReleaseNode(node, who, why));
            default -> Optional.empty();
        };
    }

    private static JsonObject asked(String who, String why) {
        return JsonObject.EMPTY.with("who", who).with("why", why);
    }

    private static JsonObject of(NodePath node, JsonObject asked) {
        return asked.with("node", node.text());
    }

    private static Optional<NodePath> node(JsonObject asked) {
        return asked.text("node").map(NodePath::new);
    }

    private static String message(String name, JsonObject asked) {
        return JsonObject.of(name, asked).compact();
    }
}
