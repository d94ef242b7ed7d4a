package dev.headrace.engine.run;

import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.engine.run.NodeState.Watch;
import dev.headrace.engine.run.RunEvent.AttemptRested;
import dev.headrace.engine.run.RunEvent.AttemptRoused;
import dev.headrace.engine.run.RunEvent.CallsWatched;
import dev.headrace.engine.run.RunEvent.Watched;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import java.util.List;
import java.util.Optional;

/** What events mean to a body in which several wait at once, and what it is to be told. */
final class WatchedCalls {
    private WatchedCalls() {}

    static void apply(TreeEdit tree, Watched event) {
        NodeState body = tree.node(event.body().node());
        if (!(body.phase() instanceof Phase.Live live) || live.attempt() != event.body().number()) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        switch (event) {
            case CallsWatched watched -> watched(tree, body, watched);
            case AttemptRested(_, int nth) -> tree.put(rested(body, live, nth, event));
            case AttemptRoused(_, var lapsed) -> tree.put(roused(body, live, lapsed, event));
        }
    }

    private static void watched(TreeEdit tree, NodeState body, CallsWatched event) {
        Watch watch = body.family().watch();
        for (NodePath path : event.calls()) {
            NodeState call = tree.node(path).awaitedIn(-event.body().number());
            tree.put(call);
            if (call.settled()) {
                watch = watch.and(path);
            }
        }
        tree.put(tree.node(body.path()).with(body.family().with(watch)));
    }

    private static NodeState rested(NodeState body, Phase.Live live, int nth, Watched event) {
        if (!(live instanceof Phase.Started run)) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        Family family = body.family();
        int round = family.waits() + 1;
        return body.with(family.withWaits(round).with(family.watch().rested(nth)))
                .with(
                        new Phase.Parked(
                                run.attempt(),
                                run.grant(),
                                run.since(),
                                run.deadline(),
                                List.of(),
                                round,
                                1,
                                Optional.empty()));
    }

    private static NodeState roused(
            NodeState body, Phase.Live live, Optional<String> lapsed, Watched event) {
        if (!(live instanceof Phase.Parked parked)) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        Family family = body.family();
        return body.with(lapsed.map(key -> Lapses.noted(family, key)).orElse(family))
                .with(
                        new Phase.Started(
                                parked.attempt(),
                                parked.grant(),
                                parked.since(),
                                parked.deadline(),
                                family.watch().calls(),
                                true));
    }

    /** Whether this attempt of its parent watches the call. */
    static boolean watched(NodeState call, AttemptId body) {
        return call.awaited() == -body.number();
    }

    /** Whether a body that is parked waits for this call of its own. */
    static boolean counts(Phase.Parked body, NodeState call) {
        return call.awaited() == body.round()
                || (call.awaited() == -body.attempt() && body.awaited().contains(call.path()));
    }

    /** A call of this body, as it was before, is over. */
    static NodeState heard(NodeState body, NodeState call) {
        if (!(body.phase() instanceof Phase.Live live) || call.awaited() != -live.attempt()) {
            return body;
        }
        NodeState told = body.with(body.family().with(body.family().watch().and(call.path())));
        return live instanceof Phase.Parked parked
                        && parked.awaited().isEmpty()
                        && parked.missing() > 0
                ? told.with(parked.missing(0))
                : told;
    }

    /** Who is told at once that this node is over: a body that watches it and runs. */
    static List<Effect> told(RunState state, NodePath path) {
        if (!(state instanceof RunState.Begun run)) {
            return List.of();
        }
        return run.tree()
                .find(path) // what a round has left behind is gone
                .filter(call -> call.awaited() < 0 && call.settled())
                .flatMap(call ->
                        call.parent().map(body -> told(run, body, -call.awaited(), List.of(path))))
                .orElse(List.of());
    }

    /** What follows from such an event. */
    static List<Effect> react(RunState state, Watched event) {
        if (!(state instanceof RunState.Begun run)) {
            return List.of();
        }
        AttemptId body = event.body();
        return switch (event) {
            case CallsWatched(_, var calls) -> {
                List<NodePath> over =
                        calls.stream().filter(path -> run.tree().node(path).settled()).toList();
                yield over.isEmpty() ? List.of() : told(run, body.node(), body.number(), over);
            }
            case AttemptRested _ -> List.of();
            case AttemptRoused _ ->
                    run.tree().node(body.node()).phase() instanceof Phase.Started started
                            ? told(run, body.node(), body.number(), started.told())
                            : List.of();
        };
    }

    private static List<Effect> told(
            RunState.Begun run, NodePath body, int number, List<NodePath> calls) {
        return run.tree().find(body).map(NodeState::phase).orElse(null)
                                instanceof Phase.Started started
                        && started.attempt() == number
                ? List.of(
                        new Effect.Tell(
                                new AttemptId(body, number), started.grant().worker(), calls))
                : List.of();
    }
}
