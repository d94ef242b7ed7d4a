package dev.headrace.engine.run;

import dev.headrace.engine.run.RunCommand.Await;
import dev.headrace.engine.run.RunCommand.CallTasks;
import dev.headrace.engine.run.RunCommand.RecordValue;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WaitLimit;
import dev.headrace.spec.run.WorkerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what becomes of the calls of a running body, and whether it has to wait. */
final class CallingTasks {
    /** How many nodes a run may have. */
    static final int NODES_MAX = 1_000_000;

    private CallingTasks() {}

    static void tell(Story story, CallTasks command) {
        AttemptId attempt = command.body();
        begun(story, attempt);
        List<Call> fresh = new ArrayList<>();
        Set<NodePath> asked = new HashSet<>();
        for (Call call : command.calls()) {
            NodePath path = attempt.node().child(call.key());
            Optional<NodeState> known = known(story, path);
            if (known.isPresent()) {
                repeated(story, attempt, known.get(), call);
            } else if (asked.contains(path)) {
                same(story, attempt, fresh, call);
            } else {
                Optional<Failure> refusal = refusal(story, attempt, call, asked);
                if (refusal.isPresent()) {
                    story.tell(new RunEvent.CallRefused(attempt, call.key(), refusal.get()));
                } else {
                    asked.add(path);
                    fresh.add(call);
                }
            }
        }
        if (!fresh.isEmpty()) {
            story.tell(new RunEvent.TasksSpawned(attempt, fresh));
        }
        Advance.run(story);
        command.await().ifPresent(await -> wait(story, attempt, await));
    }

    /**
     * A body that is being stopped calls tasks: they will not be run, so it has not done its work.
     */
    static void tooLate(Story story, CallTasks command) {
        AttemptId attempt = command.body();
        NodeState body = story.node(attempt.node());
        for (Call call : command.calls()) {
            Optional<NodeState> known = known(story, attempt.node().child(call.key()));
            if (known.isEmpty() || wantedAgain(known.get(), body)) {
                story.tell(
                        new RunEvent.CallRefused(
                                attempt, call.key(), EndingAttempt.stopped(story, body)));
            }
        }
    }

    /** A call that the body has made, and that is not left from before it began from scratch. */
    private static Optional<NodeState> known(Story story, NodePath path) {
        return story.tree().find(path).filter(story.tree()::has);
    }

    private static boolean wantedAgain(NodeState child, NodeState body) {
        return child.settled() && !child.succeeded() && child.settledIn() < body.tally().life();
    }

    static void record(Story story, RecordValue command) {
        begun(story, command.body());
        NodeState body = story.node(command.body().node());
        Optional<Value> known = body.family().recorded().get(command.key());
        if (known.isPresent()) {
            story.also(
                    new Effect.TellRecorded(
                            command.body(), worker(body), command.key(), known.get()));
        } else {
            story.tell(
                    new RunEvent.ValueRecorded(
                            command.body().node(), command.key(), command.value()));
        }
    }

    /** Who speaks has begun, whatever else was said of it. */
    static void begun(Story story, AttemptId attempt) {
        NodeState body = story.node(attempt.node());
        if (body.phase() instanceof Phase.Placed) {
            story.tell(
                    new RunEvent.AttemptStarted(
                            attempt, story.now(), Attempts.deadline(body, story.now())));
        }
    }

    private static void repeated(Story story, AttemptId attempt, NodeState known, Call call) {
        NodeState body = story.node(attempt.node());
        boolean same =
                known.name().equals(call.template())
                        && known.call()
                                .map(origin -> origin.digest().equals(call.digest()))
                                .orElse(false);
        if (!same) {
            story.tell(new RunEvent.CallRefused(attempt, call.key(), diverged(known, call)));
        } else if (wantedAgain(known, body)) {
            story.tell(new RunEvent.TaskReset(known.path()));
        }
    }

    /** The same key twice in one breath. */
    private static void same(Story story, AttemptId attempt, List<Call> fresh, Call call) {
        fresh.stream()
                .filter(first -> first.key().equals(call.key()))
                .filter(first ->
                        !first.template().equals(call.template())
                                || !first.digest().equals(call.digest()))
                .forEach(first ->
                        story.tell(
                                new RunEvent.CallRefused(
                                        attempt,
                                        call.key(),
                                        diverged(
                                                first.template(),
                                                first.inputs(),
                                                first.place(),
                                                call))));
    }

    private static Failure diverged(NodeState known, Call call) {
        String before = known.call().map(NodeState.Origin::place).orElse("?");
        return diverged(known.name(), known.inputs(), before, call);
    }

    private static Failure diverged(String name, List<Argument> inputs, String before, Call call) {
        return new Failure(
                Failure.Kind.DIVERGED,
                "Diverged",
                call.key()
                        + " was called as "
                        + name
                        + "("
                        + words(inputs)
                        + ") at "
                        + before
                        + ", and now as "
                        + call.template()
                        + "("
                        + words(call.inputs())
                        + ") at "
                        + call.place(),
                Optional.of(call.place()),
                List.of(),
                "",
                Optional.empty());
    }

    private static String words(List<Argument> inputs) {
        return inputs.stream()
                .map(input -> input.name() + "=" + brief(input.value().json()))
                .collect(Collectors.joining(", "));
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private static Optional<Failure> refusal(
            Story story, AttemptId attempt, Call call, Set<NodePath> asked) {
        NodeState body = story.node(attempt.node());
        if (body.depth() >= NodePath.DEPTH_MAX && bodies(story, body) >= NodePath.DEPTH_MAX) {
            return limit("tasks call tasks more than " + NodePath.DEPTH_MAX + " deep");
        }
        if (story.tree().nodes().size() + asked.size() >= NODES_MAX) {
            return limit("a run has at most " + NODES_MAX + " tasks");
        }
        if (call.awaited().isEmpty()
                && !story.run().flow().templates().containsKey(call.template())) {
            return limit("the flow has no task called " + call.template());
        }
        for (Argument input : call.inputs()) {
            for (NodePath hole : input.holes()) {
                if (!asked.contains(hole) && known(story, hole).isEmpty()) {
                    return limit("no task " + hole + " for the argument " + input.name());
                }
            }
        }
        return Optional.empty();
    }

    /** How many tasks called each other until this one runs; templates and lists do not count. */
    private static int bodies(Story story, NodeState body) {
        int count = 0;
        Optional<NodePath> above = body.parent();
        while (above.isPresent()) {
            NodeState node = story.node(above.get());
            count += node.spec() instanceof Task ? 1 : 0;
            above = node.parent();
        }
        return count;
    }

    private static Optional<Failure> limit(String message) {
        return Optional.of(Failure.of(Failure.Kind.LIMIT, "LimitExceeded", message));
    }

    private static void wait(Story story, AttemptId attempt, Await await) {
        NodeState body = story.node(attempt.node());
        Optional<WaitLimit> limit = await.limit();
        if (limit.isPresent() && body.family().recorded().has(limit.get().key())) {
            return; // it waited in vain, was told so, and has gone on
        }
        List<NodePath> paths = await.keys().stream().distinct().map(attempt.node()::child).toList();
        long there =
                paths.stream()
                        .filter(path -> known(story, path).map(NodeState::settled).orElse(true))
                        .count();
        boolean enough = await.all() ? there == paths.size() : there > 0 || paths.isEmpty();
        boolean refused = paths.stream().anyMatch(path -> body.family().refused().has(path.key()));
        if (enough || refused) {
            story.also(new Effect.Tell(attempt, worker(body), paths));
        } else {
            story.tell(
                    new RunEvent.AttemptParked(
                            attempt,
                            paths,
                            await.all(),
                            limit.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(until(story, limit.get()))));
        }
    }

    private static WaitUntil until(Story story, WaitLimit limit) {
        return new WaitUntil(story.now().plus(limit.length()), limit.key());
    }

    private static WorkerId worker(NodeState body) {
        if (body.phase() instanceof Phase.Live live) {
            return live.grant().worker();
        }
        throw new IllegalStateException(body.path() + " is not live");
    }
}
