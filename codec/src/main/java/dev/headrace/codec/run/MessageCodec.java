package dev.headrace.codec.run;

import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.engine.run.Mark;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** What one process asks of a run that another one owns, as it lies in the store meanwhile. */
public final class MessageCodec {
    private static final String CANCEL = "cancel";
    private static final String HARD = "hard";
    private static final String PAUSE = "pause";
    private static final String CONTINUE = "continue";
    private static final String HOLD = "hold";
    private static final String MARK = "mark";
    private static final String RELEASE = "release";
    private static final String SIGNAL = "signal";
    private static final String APPROVE = "approve";

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
            case RunCommand.SendSignal signal ->
                    message(
                            SIGNAL,
                            asked.with("id", signal.id())
                                    .with("name", signal.name())
                                    .with("data", Json.read(signal.payload().json())));
            case RunCommand.GiveApproval said ->
                    message(
                            APPROVE,
                            asked.with("task", said.node().text())
                                    .with("approved", new JsonBool(said.approved()))
                                    .with("answers", answers(said)));
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
            case SIGNAL -> signal(who, asked);
            case APPROVE -> approval(who, why, asked);
            default -> Optional.empty();
        };
    }

    private static Optional<RunCommand> signal(String who, JsonObject asked) {
        return asked.text("id")
                .flatMap(id ->
                        asked.text("name")
                                .map(name ->
                                        new RunCommand.SendSignal(
                                                id, name, value(asked.get("data")), who)));
    }

    private static Optional<RunCommand> approval(String who, String why, JsonObject asked) {
        SequencedMap<String, Value> answers = new LinkedHashMap<>();
        if (asked.get("answers").orElse(JsonNull.NULL) instanceof JsonObject(var members)) {
            members.forEach((name, json) -> answers.put(name, new Value(json.compact())));
        }
        boolean approved =
                asked.get("approved").orElse(JsonNull.NULL) instanceof JsonBool(var yes) && yes;
        return asked.text("task")
                .map(task ->
                        new RunCommand.GiveApproval(
                                new NodePath(task), approved, answers, who, why));
    }

    private static Value value(Optional<Json> json) {
        return new Value(json.orElse(JsonNull.NULL).compact());
    }

    private static JsonObject answers(RunCommand.GiveApproval said) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        said.answers().forEach((name, value) -> members.put(name, Json.read(value.json())));
        return new JsonObject(members);
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
