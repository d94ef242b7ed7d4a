package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.engine.run.NodeState.Tally;
import dev.headrace.engine.run.RunEvent.AttemptEnded;
import dev.headrace.engine.run.RunEvent.AttemptParked;
import dev.headrace.engine.run.RunEvent.AttemptPlaced;
import dev.headrace.engine.run.RunEvent.AttemptResumed;
import dev.headrace.engine.run.RunEvent.AttemptStarted;
import dev.headrace.engine.run.RunEvent.AttemptStopping;
import dev.headrace.engine.run.RunEvent.AwaitLapsed;
import dev.headrace.engine.run.RunEvent.RetryPlanned;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the events of an attempt mean to its node. */
final class Attempts {
    private Attempts() {}

    static void placed(TreeEdit tree, AttemptPlaced event) {
        NodeState node = tree.node(event.attempt().node());
        Tally tally = node.tally().nextAttempt();
        if (tally.attempts() != event.attempt().number()) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        tree.numbered(tally.attempts());
        Family family = node.family().withRefused(Sorted.empty()).with(NodeState.Watch.NONE);
        if (tally.life() > node.tally().life()) {
            family = Lapses.forgotten(family.withUnseen(Sorted.empty()));
        }
        tree.put(
                node.with(tally)
                        .with(family)
                        .with(new Phase.Placed(event.attempt().number(), event.grant())));
    }

    static void started(TreeEdit tree, AttemptStarted event) {
        Phase.Live live = live(tree, event.attempt());
        NodePath path = event.attempt().node();
        began(tree, path, event.at());
        tree.change(
                path,
                new Phase.Started(
                        live.attempt(),
                        live.grant(),
                        event.at(),
                        event.deadline(),
                        List.of(),
                        false));
    }

    /** Its hooks will want to know how long it took. */
    private static void began(TreeEdit tree, NodePath path, Instant at) {
        if (!tree.node(path).rules().hooks().isEmpty() && !tree.hasBegun(path)) {
            tree.began(path, at);
        }
    }

    static void parked(TreeEdit tree, AttemptParked event) {
        NodePath body = event.body().node();
        if (!(live(tree, event.body()) instanceof Phase.Started run)) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        int round = tree.node(body).family().waits() + 1;
        int missing = 0;
        for (NodePath path : event.awaited()) {
            if (tree.has(path) && !tree.node(path).settled()) {
                if (!WatchedCalls.watched(tree.node(path), event.body())) {
                    tree.put(tree.node(path).awaitedIn(round));
                }
                missing++;
            }
        }
        NodeState node = tree.node(body);
        tree.put(
                node.with(node.family().withWaits(round))
                        .with(
                                new Phase.Parked(
                                        run.attempt(),
                                        run.grant(),
                                        run.since(),
                                        run.deadline(),
                                        event.awaited(),
                                        round,
                                        event.all() ? missing : Math.min(missing, 1),
                                        event.until())));
    }

    static void lapsed(TreeEdit tree, AwaitLapsed event) {
        NodePath body = event.body().node();
        if (!(live(tree, event.body()) instanceof Phase.Parked parked)) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        NodeState node = tree.node(body);
        tree.put(
                node.with(Lapses.noted(node.family(), event.key()))
                        .with(
                                new Phase.Started(
                                        parked.attempt(),
                                        parked.grant(),
                                        parked.since(),
                                        parked.deadline(),
                                        List.of(),
                                        true)));
    }

    static void resumed(TreeEdit tree, AttemptResumed event) {
        if (!(live(tree, event.body()) instanceof Phase.Parked parked)) {
            throw new IllegalStateException("the journal is corrupt: " + event);
        }
        tree.change(
                event.body().node(),
                new Phase.Started(
                        parked.attempt(),
                        parked.grant(),
                        parked.since(),
                        parked.deadline(),
                        parked.awaited().isEmpty()
                                ? tree.node(event.body().node()).family().watch().calls()
                                : parked.awaited(),
                        false));
    }

    static void stopping(TreeEdit tree, AttemptStopping event) {
        Phase.Live live = live(tree, event.attempt());
        tree.change(
                event.attempt().node(),
                new Phase.Stopping(live.attempt(), live.grant(), event.reason()));
    }

    static void ended(TreeEdit tree, AttemptEnded event) {
        NodePath path = event.attempt().node();
        live(tree, event.attempt());
        began(tree, path, event.ending().started());
        NodeState node = tree.node(path);
        Family family = node.family();
        Sorted<NodePath, Boolean> unseen = family.unseen();
        Sorted<String, Failure> refused = family.refused();
        for (String key : event.ending().seen()) {
            unseen = unseen.without(path.child(key));
            refused = refused.without(key);
        }
        Outcome outcome = event.ending().outcome();
        Tally tally =
                switch (outcome) {
                    case Outcome.Failed _ -> node.tally().failed();
                    case Outcome.Lost _ -> node.tally().lost();
                    case Outcome.Succeeded _, Outcome.Cancelled _, Outcome.Skipped _ ->
                            node.tally();
                };
        if (node.task().retry().within().isPresent() || node.task().poll().isPresent()) {
            tally = tally.began(event.ending().started());
        }
        Caching.made(tree, path, event.ending().artifacts());
        if (outcome instanceof Outcome.Succeeded) {
            tree.tookMicros(node.name(), event.ending().micros());
        }
        tree.put(
                node.with(tally)
                        .with(family.withUnseen(unseen).withRefused(refused))
                        .with(new Phase.Closing(outcome)));
    }

    static void retryPlanned(TreeEdit tree, RetryPlanned event) {
        NodeState node = tree.node(event.task());
        if (!event.lost()) {
            node = node.with(tallied(node));
        }
        tree.put(
                node.with(
                        new Phase.BackingOff(
                                event.due(),
                                event.lost() ? Phase.After.LOSS : Phase.After.FAILURE)));
    }

    /**
     * What has been tried, when the node has just failed: an attempt that succeeded and left the
     * failure of a child unseen counts as one that failed.
     */
    static Tally tallied(NodeState failed) {
        return failed.phase() instanceof Phase.Closing(Outcome.Succeeded _)
                ? failed.tally().failed()
                : failed.tally();
    }

    /** When an attempt that begins now has had its time. */
    static Optional<Instant> deadline(NodeState node, Instant started) {
        return node.task().timeout().map(started::plus);
    }

    private static Phase.Live live(TreeEdit tree, AttemptId attempt) {
        if (tree.node(attempt.node()).phase() instanceof Phase.Live live
                && live.attempt() == attempt.number()) {
            return live;
        }
        throw new IllegalStateException("the journal is corrupt: " + attempt + " is not live");
    }
}
