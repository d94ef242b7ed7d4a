package dev.headrace.runtime.view;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.RunState.Head;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** A run as one JSON document, with all its tasks in the order in which they were asked for. */
public final class RunDocument {
    private final Begun run;
    private final RunView view;
    private final boolean interrupted;
    private final Optional<String> home;
    private final FailureView failures;

    private RunDocument(Begun run, RunView view, boolean interrupted, Optional<String> home) {
        this.run = run;
        this.view = view;
        this.interrupted = interrupted;
        this.home = home;
        failures = new FailureView(home.isPresent());
    }

    /**
     * For people and scripts.
     *
     * @param interrupted whether the controller of the run is gone
     */
    public static RunDocument shown(Begun run, RunView view, boolean interrupted) {
        return new RunDocument(run, view, interrupted, Optional.empty());
    }

    /** With values and exceptions in the form of the runner link besides, for who can read them. */
    public static RunDocument encoded(Begun run, RunView view, boolean interrupted, String home) {
        return new RunDocument(run, view, interrupted, Optional.of(home));
    }

    /**
     * The tasks and waits of a run, in the order in which they were asked for; its own body is
     * none.
     */
    public static List<NodeState> tasks(Begun run) {
        List<NodeState> tasks = new ArrayList<>(run.tree().nodes().size());
        for (var entry : run.tree().nodes()) {
            NodeState node = entry.value();
            if ((node.spec() instanceof Task || node.spec() instanceof Wait)
                    && !node.path().isRoot()
                    && run.tree().has(node)) {
                tasks.add(node);
            }
        }
        tasks.sort(Comparator.comparingInt(NodeState::ordinal));
        return tasks;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }

    /** Writes it, one task a line. */
    public void write(Appendable out) {
        try {
            String head = head().compact();
            out.append(head, 0, head.length() - 1).append(",\"tasks\":[");
            String gap = "\n";
            InputView inputs = new InputView(run.tree());
            for (NodeState task : tasks(run)) {
                out.append(gap).append(task(task, inputs).compact());
                gap = ",\n";
            }
            out.append("]}");
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private JsonObject head() {
        Head head = run.head();
        Optional<Outcome> outcome = run.tree().root().outcome();
        Optional<Value> result =
                run instanceof RunState.Finished finished ? finished.result() : Optional.empty();
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("id", new JsonText(head.run().text()));
        members.put("flow", new JsonText(head.flow().name()));
        members.put("state", new JsonText(StateWords.of(run, interrupted)));
        members.put("result", result.map(Values::shown).orElse(JsonNull.NULL));
        members.put("started", time(view.started()));
        members.put("ended", time(view.ended()));
        members.put(
                "error", run instanceof RunState.Finished ? failures.of(outcome) : JsonNull.NULL);
        members.put("version", new JsonText(head.version()));
        members.put("origin", new JsonText(view.origin()));
        members.put("owner", new JsonText(head.owner()));
        members.put("generation", JsonNumber.of(head.generation()));
        members.put("arguments", arguments(head.arguments()));
        members.put("body", JsonObject.of("attempts", attempts(NodePath.ROOT)));
        home.ifPresent(folder -> {
            members.put("home", new JsonText(folder));
            members.put("value", wire(result));
        });
        return new JsonObject(members);
    }

    private static JsonObject skip(Outcome.Skipped skipped) {
        return JsonObject.EMPTY
                .with("reason", skipped.reason().name().toLowerCase(Locale.ROOT))
                .with("because", skipped.because().text());
    }

    private static JsonObject arguments(SequencedMap<String, Value> arguments) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        arguments.forEach((name, value) -> members.put(name, Values.shown(value)));
        return new JsonObject(members);
    }

    private JsonObject task(NodeState task, InputView inputs) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("path", new JsonText(task.path().text()));
        members.put("name", new JsonText(task.name()));
        members.put("state", new JsonText(StateWords.of(task.phase(), interrupted)));
        members.put("inputs", inputs.of(task.inputs()));
        members.put("started", time(view.started(task.path())));
        members.put("ended", time(task.settled() ? view.settled(task.path()) : Optional.empty()));
        members.put("error", failures.of(task.outcome()));
        if (task.outcome().orElse(null) instanceof Outcome.Skipped skipped) {
            members.put("skip", skip(skipped));
        }
        CacheView.of(run, task).ifPresent(cache -> members.put("cache", cache));
        members.put("attempts", attempts(task.path()));
        WaitView.of(task).ifPresent(wait -> members.put("wait", wait));
        PollView.of(task).ifPresent(poll -> members.put("poll", poll));
        if (home.isPresent()) {
            members.put("value", wire(value(task)));
        }
        return new JsonObject(members);
    }

    private JsonList attempts(NodePath path) {
        return new JsonList(view.attempts(path).stream().map(this::attempt).toList());
    }

    private Json attempt(AttemptView attempt) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("number", JsonNumber.of(attempt.number()));
        members.put("worker", new JsonText(attempt.worker().text()));
        members.put("state", new JsonText(StateWords.of(attempt, interrupted)));
        members.put("started", time(attempt.started()));
        members.put("ended", time(attempt.ended()));
        members.put("error", failures.of(attempt.outcome()));
        return new JsonObject(members);
    }

    private static Optional<Value> value(NodeState task) {
        return task.outcome().isPresent()
                        && task.outcome().get() instanceof Outcome.Succeeded(Value value)
                ? Optional.of(value)
                : Optional.empty();
    }

    private static Json wire(Optional<Value> value) {
        return value.map(given -> Json.read(given.json())).orElse(JsonNull.NULL);
    }

    private static Json time(Optional<Instant> at) {
        return at.map(Times::text).<Json>map(JsonText::new).orElse(JsonNull.NULL);
    }
}
