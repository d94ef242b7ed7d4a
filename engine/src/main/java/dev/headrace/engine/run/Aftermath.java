package dev.headrace.engine.run;

import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a node came to, as its hooks are given it: one object. */
final class Aftermath {
    /** So many failures are told of one by one. */
    static final int FAILURES_MAX = 100;

    /** Characters of a message. */
    static final int MESSAGE_MAX = 1_000;

    /** Characters of a result; a longer one is null. */
    static final int RESULT_MAX = 4_096;

    private Aftermath() {}

    static Value of(Story story, NodeState node, Outcome outcome) {
        List<Value> failures = failures(story, node, outcome);
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("state", Json.text(Result.of(outcome).word()));
        members.put("failure", failures.isEmpty() ? Value.NULL : failures.getFirst());
        members.put("failures", Json.list(failures));
        members.put("duration", duration(story, node));
        members.put("result", result(outcome));
        members.put("name", Json.text(node.name()));
        members.put("attempt", new Value(String.valueOf(node.tally().attempts())));
        members.put("run", Json.text(story.run().head().run().text()));
        return Json.object(members);
    }

    private static Value result(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded(Value value)
                        && value.json().length() <= RESULT_MAX
                ? value
                : Value.NULL;
    }

    /** Seconds since its work began. */
    private static Value duration(Story story, NodeState node) {
        Optional<Instant> since = story.tree().clocks().since().get(node.path());
        if (since.isEmpty()) {
            return Value.NULL;
        }
        Duration took = Duration.between(since.get(), story.now());
        String seconds =
                BigDecimal.valueOf(took.isNegative() ? 0 : took.toMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString();
        return new Value(
                seconds.contains(".") ? seconds : "{\"$\":\"float\",\"v\":\"" + seconds + ".0\"}");
    }

    /** Its own first; then those of tasks within it, as they were asked for. */
    private static List<Value> failures(Story story, NodeState node, Outcome outcome) {
        List<Value> failures = new ArrayList<>();
        boolean own = node.spec() instanceof Task || node.family().children().isEmpty();
        if (own) {
            told(node.path(), node.tally().attempts(), outcome).ifPresent(failures::add);
            return failures;
        }
        Deque<NodePath> open = new ArrayDeque<>();
        push(open, node);
        while (!open.isEmpty() && failures.size() < FAILURES_MAX) {
            NodeState below = story.node(open.pop());
            if (below.succeeded() || !below.settled()) {
                continue;
            }
            if (below.spec() instanceof Task || below.family().children().isEmpty()) {
                told(below.path(), below.tally().attempts(), below.outcome().orElseThrow())
                        .ifPresent(failures::add);
            } else {
                push(open, below);
            }
        }
        return failures;
    }

    private static void push(Deque<NodePath> open, NodeState node) {
        List<NodePath> children = new ArrayList<>();
        node.family().children().forEach(child -> children.add(child.value()));
        children.reversed().forEach(open::push);
    }

    private static Optional<Value> told(NodePath path, int attempt, Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed(Failure failure))) {
            return Optional.empty();
        }
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("task", Json.text(path.text()));
        members.put("kind", Json.text(word(failure.kind())));
        members.put("type", Json.text(failure.type()));
        members.put("message", Json.text(shortened(failure.message())));
        members.put("place", failure.place().map(Json::text).orElse(Value.NULL));
        members.put("attempt", new Value(String.valueOf(attempt)));
        return Optional.of(Json.object(members));
    }

    private static String word(Failure.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        if (text.length() <= MESSAGE_MAX) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MESSAGE_MAX - 1)) ? 1 : 0;
        return text.substring(0, MESSAGE_MAX - end) + "…";
    }
}
