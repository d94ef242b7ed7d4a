package dev.headrace.engine.run;

import dev.headrace.engine.run.NodeState.Watch;
import dev.headrace.engine.run.RunCommand.RestBody;
import dev.headrace.engine.run.RunCommand.RouseBody;
import dev.headrace.engine.run.RunCommand.WatchCalls;
import dev.headrace.engine.run.RunCommand.Watching;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides what becomes of a body in which several wait at once: it is told of what it watches while
 * it runs, and rests only when all in it wait. What it says may come twice, and late: each rest has
 * a number, and whoever has heard less than there is to be heard does not rest.
 */
final class WatchingCalls {
    private WatchingCalls() {}

    static void tell(Story story, Watching command) {
        NodeState body = story.node(command.body().node());
        if (!(body.phase() instanceof Phase.Live live)) {
            throw new IllegalStateException(body.path() + " is not live");
        }
        switch (command) {
            case WatchCalls watch when !(live instanceof Phase.Parked) -> watch(story, watch);
            case RestBody rest when !(live instanceof Phase.Parked) -> rest(story, rest);
            case RouseBody rouse -> rouse(story, rouse, live);
            case WatchCalls _, RestBody _ -> {} // an echo
        }
    }

    private static void watch(Story story, WatchCalls command) {
        AttemptId attempt = command.body();
        CallingTasks.begun(story, attempt);
        NodeState body = story.node(attempt.node());
        List<NodePath> fresh = new ArrayList<>();
        List<NodePath> there = new ArrayList<>();
        for (String key : new TreeSet<>(command.keys())) {
            NodePath path = attempt.node().child(key);
            Optional<NodeState> call = story.tree().find(path).filter(story.tree()::has);
            if (call.isEmpty() || body.family().refused().has(key)) {
                there.add(path);
            } else if (!WatchedCalls.watched(call.get(), attempt)) {
                fresh.add(path);
            } else if (call.get().settled()) {
                there.add(path);
            }
        }
        if (!there.isEmpty() && body.phase() instanceof Phase.Live live) {
            story.also(new Effect.Tell(attempt, live.grant().worker(), there));
        }
        if (!fresh.isEmpty()) {
            story.tell(new RunEvent.CallsWatched(attempt, story.tree().bySettling(fresh)));
        }
    }

    private static void rest(Story story, RestBody command) {
        Watch watch = story.node(command.body().node()).family().watch();
        if (command.nth() > watch.rests() && command.heard() == watch.told()) {
            CallingTasks.begun(story, command.body());
            story.tell(new RunEvent.AttemptRested(command.body(), command.nth()));
        }
    }

    private static void rouse(Story story, RouseBody command, Phase.Live live) {
        NodeState body = story.node(command.body().node());
        if (live instanceof Phase.Parked parked
                && parked.awaited().isEmpty()
                && body.family().watch().rests() == command.nth()) {
            story.tell(new RunEvent.AttemptRoused(command.body(), command.lapsed()));
        } else if (command.lapsed().isPresent()
                && !body.family().recorded().has(command.lapsed().get())) {
            story.tell(new RunEvent.ValueRecorded(body.path(), command.lapsed().get(), Lapses.YES));
        }
    }
}
