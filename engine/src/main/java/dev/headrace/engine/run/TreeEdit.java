package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.engine.run.NodeState.Family;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tree while one event is applied to it: keeps queues and counters true to the nodes' phases. */
final class TreeEdit {
    private Sorted<NodePath, NodeState> nodes;
    private Sorted<Place, NodePath> ready;
    private Sorted<Place, NodePath> resumable;
    private Sorted<Place, NodePath> openable;
    private Sorted<Place, NodePath> doomed;
    private Sorted<Place, NodePath> closable;
    private int live;
    private Tree.Hands hands;
    private int parked;
    private int asleep;
    private Mailbox mailbox;
    private Sorted<String, Tree.Brevity> brevity;
    private int settled;
    private int folded;
    private Tree.Numbers numbers;
    private Tree.Clocks clocks;
    private Caching cache;

    TreeEdit(Tree tree) {
        nodes = tree.nodes();
        ready = tree.ready();
        resumable = tree.resumable();
        openable = tree.openable();
        doomed = tree.doomed();
        closable = tree.closable();
        live = tree.live();
        hands = tree.hands();
        parked = tree.parked();
        asleep = tree.asleep();
        mailbox = tree.mailbox();
        brevity = tree.brevity();
        settled = tree.settled();
        folded = tree.folded();
        numbers = tree.numbers();
        clocks = tree.clocks();
        cache = tree.cache();
    }

    Tree tree() {
        return new Tree(
                nodes, ready, resumable, openable, doomed, closable, live, hands, parked, asleep,
                brevity, settled, mailbox, folded, numbers, clocks, cache);
    }

    /** What a task had called is gone; what it calls from now on has other numbers of attempts. */
    void forgetCalls(NodePath task) {
        if (!node(task).family().children().isEmpty()) {
            fold(task);
            numbers = Tree.Numbers.above(numbers.highest());
        }
    }

    void numbered(int attempt) {
        numbers = numbers.with(attempt);
    }

    /** How many nodes have been asked for, those that are gone included. */
    int asked() {
        return nodes.size() + folded;
    }

    /** The rounds of this call are gone for good, with all that was below; none is under way. */
    void fold(NodePath path) {
        List<NodePath> gone = new ArrayList<>();
        for (var round : node(path).family().children()) {
            for (var entry : nodes.from(round.value())) {
                if (!entry.key().text().startsWith(round.value().text())) {
                    break;
                }
                gone.add(entry.key());
            }
        }
        for (NodePath old : gone) {
            leave(node(old));
            nodes = nodes.without(old);
            hands =
                    hands.withHolds(hands.holds().without(old))
                            .withMarks(hands.marks().without(old));
            beginsAfresh(old);
            cache = cache.without(old);
        }
        folded += gone.size();
        NodeState node = node(path);
        put(
                node.with(
                        node.family()
                                .withChildren(Sorted.empty())
                                .withUnseen(Sorted.empty())
                                .withFailed(Optional.empty())));
    }

    NodeState node(NodePath path) {
        return nodes.get(path)
                .orElseThrow(
                        () -> new IllegalStateException("the journal is corrupt: no node " + path));
    }

    boolean has(NodePath path) {
        return nodes.has(path);
    }

    void tookMicros(String name, long micros) {
        brevity = brevity.with(name, brevity.get(name).orElse(Tree.Brevity.UNKNOWN).and(micros));
    }

    /** It must not begin from now on, or may. */
    void hold(NodePath path, Optional<Tree.Hold> hold) {
        NodeState node = node(path);
        leave(node);
        var holds = hands.holds();
        hands =
                hands.withHolds(
                        hold.map(by -> holds.with(path, by)).orElseGet(() -> holds.without(path)));
        enter(node);
    }

    /** Somebody said what it came to; no longer, if it is to run after all. */
    void mark(NodePath path, Optional<Tree.Hold> mark) {
        var marks = hands.marks();
        if (mark.isPresent()) {
            hands = hands.withMarks(marks.with(path, mark.get()));
        } else if (!marks.isEmpty() && marks.has(path)) {
            hands = hands.withMarks(marks.without(path));
        }
    }

    /** Since when it does its work. */
    void began(NodePath path, Instant at) {
        clocks = new Tree.Clocks(clocks.since().with(path, at), clocks.due());
    }

    boolean hasBegun(NodePath path) {
        return clocks.since().has(path);
    }

    void beginsAfresh(NodePath path) {
        if (clocks.since().has(path)) {
            clocks = new Tree.Clocks(clocks.since().without(path), clocks.due());
        }
    }

    /** When this hook must be over, if ever. */
    void limit(NodePath hook, Optional<Instant> due) {
        clocks =
                new Tree.Clocks(
                        clocks.since(),
                        due.map(at -> clocks.due().with(hook, at))
                                .orElseGet(() -> clocks.due().without(hook)));
    }

    Caching cache() {
        return cache;
    }

    void cache(Caching changed) {
        cache = changed;
    }

    private boolean mayBegin(NodeState node) {
        return hands.holds().isEmpty() || !hands.holds().has(node.path());
    }

    void received(RunEvent.SignalReceived signal) {
        mailbox =
                mailbox.received(
                        new Mailbox.Kept(
                                signal.id(),
                                signal.name(),
                                signal.payload(),
                                signal.who(),
                                signal.at()));
    }

    /** What was sent along with a signal that is kept, and from now on is not. */
    Value take(String signal) {
        Value payload =
                mailbox.find(signal)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the journal is corrupt: no signal " + signal))
                        .payload();
        mailbox = mailbox.taken(signal);
        return payload;
    }

    /** Puts the node where its phase says it belongs. */
    void put(NodeState node) {
        nodes.get(node.path()).ifPresent(this::leave);
        nodes = nodes.with(node.path(), node);
        enter(node);
    }

    void change(NodePath path, Phase phase) {
        put(node(path).with(phase));
    }

    /**
     * A new node, or one of an earlier generation anew, below {@code parent}, or the root. It waits
     * for its needs from the start.
     */
    void add(NodeState anew) {
        mark(anew.path(), Optional.empty());
        NodeState node =
                nodes.get(anew.path())
                        .map(old -> RunningAgain.grown(old, anew))
                        .orElseGet(() ->
                                numbers.above() > 0 && anew.spec() instanceof Task
                                        ? anew.with(NodeState.Tally.above(numbers.above()))
                                        : anew);
        beginsAfresh(node.path());
        put(Joining.judged(this, node));
        for (NodePath need : node.needs()) {
            NodeState upstream = node(need);
            put(upstream.withDependents(upstream.dependents().with(node.ordinal(), node.path())));
        }
        node.parent()
                .ifPresent(path -> {
                    NodeState parent = node(path);
                    Family family = parent.family().withOpen(parent.family().open() + 1);
                    put(
                            parent.with(
                                    Hooks.beside(node.path())
                                            ? family.withHandlers(
                                                    family.handlers()
                                                            .with(node.ordinal(), node.path()))
                                            : family.withChildren(
                                                    family.children()
                                                            .with(node.ordinal(), node.path()))));
                });
    }

    /** The node will come to this, as soon as its children are over. */
    void over(NodePath path, Outcome outcome) {
        if (node(path).family().open() > 0 || Hooks.due(node(path), outcome)) {
            change(path, new Phase.Closing(outcome));
        } else {
            settle(path, outcome);
        }
    }

    /** The node is over, and whoever waits for it hears of it. */
    void settle(NodePath path, Outcome outcome) {
        if (!hands.holds().isEmpty() && hands.holds().has(path)) {
            hold(path, Optional.empty());
        }
        if (!clocks.due().isEmpty() && clocks.due().has(path)) {
            limit(path, Optional.empty());
        }
        NodeState node = node(path);
        int life = node.parent().map(parent -> node(parent).tally().life()).orElse(0);
        put(node.with(new Phase.Settled(outcome)).settledIn(life, ++settled));
        node.parent().ifPresent(parent -> childSettled(parent, node, outcome));
        if (!node.dependents().isEmpty()) {
            NodeState over = node(path);
            for (var dependent : node.dependents()) {
                needSettled(dependent.value(), over);
            }
        }
    }

    /** What is over has come to something else, which nobody waits for. */
    void settleAnew(NodePath path, Outcome outcome) {
        NodeState node = node(path);
        put(node.with(new Phase.Settled(outcome)).settledIn(node.settledIn(), ++settled));
    }

    private void childSettled(NodePath path, NodeState child, Outcome outcome) {
        NodeState parent = node(path);
        Family family = parent.family().withOpen(parent.family().open() - 1);
        if (!family.handlers().isEmpty() && Hooks.beside(child.path())) {
            put(parent.with(family));
            return;
        }
        if (!(outcome instanceof Outcome.Succeeded)
                && family.failed().isEmpty()
                && Verdicts.countsAsFailed(child.rules(), Result.of(outcome))) {
            family = family.withFailed(Optional.of(child.path()));
        }
        if (outcome instanceof Outcome.Failed) {
            family = family.withUnseen(family.unseen().with(child.path(), true));
        }
        parent = parent.with(family);
        if (parent.phase() instanceof Phase.Parked parked
                && WatchedCalls.counts(parked, child)
                && parked.missing() > 0) {
            parent = parent.with(parked.missing(parked.missing() - 1));
        }
        if (child.awaited() < 0) {
            parent = WatchedCalls.heard(parent, child);
        }
        if (parent.spec() instanceof ForEach) {
            parent = parent.with(parent.counts().settled(Result.of(outcome)));
        }
        Sorted<Integer, NodePath> held = parent.family().held();
        if (held.isEmpty() || !held.has(child.ordinal())) {
            put(parent);
            releaseHeld(parent);
        } else {
            // it had no turn that another one could have now
            put(parent.with(parent.family().withHeld(held.without(child.ordinal()))));
        }
        if (parent.spec() instanceof ForEach && !parent.dependents().isEmpty()) {
            itemSettled(parent);
        }
    }

    /** Whoever joins on the items of a ForEach may start before it is over. */
    private void itemSettled(NodeState each) {
        for (var dependent : each.dependents()) {
            NodeState node = node(dependent.value());
            if (node.phase() instanceof Phase.Waiting && !node.rules().plainJoin()) {
                put(Joining.looked(this, node, each.path()));
            }
        }
    }

    /** The next item that waits for its turn has it; one that was cancelled waits no more. */
    private void releaseHeld(NodeState each) {
        Sorted<Integer, NodePath> held = each.family().held();
        while (!held.isEmpty()) {
            var next = held.first().orElseThrow();
            held = held.without(next.key());
            if (node(next.value()).phase() instanceof Phase.Waiting) {
                put(each.with(each.family().withHeld(held)));
                Reopening.revive(this, next.value());
                return;
            }
        }
        if (!each.family().held().isEmpty()) {
            put(each.with(each.family().withHeld(held)));
        }
    }

    private void needSettled(NodePath path, NodeState need) {
        NodeState node = node(path);
        if (node.phase() instanceof Phase.Waiting) {
            put(Joining.needSettled(this, node, need));
        }
    }

    private void enter(NodeState node) {
        Place place = Place.of(node);
        switch (node.phase()) {
            case Phase.Ready _, Phase.Eligible _, Phase.Looking _ when !mayBegin(node) -> {}
            case Phase.Ready _ when node.spec() instanceof Task ->
                    ready = ready.with(place, node.path());
            case Phase.Ready _, Phase.Eligible _ -> openable = openable.with(place, node.path());
            case Phase.Looking _ -> cache = cache.asking(place, node.path());
            case Phase.Doomed _ -> doomed = doomed.with(place, node.path());
            case Phase.Live attempt -> {
                live++;
                if (attempt instanceof Phase.Parked body) {
                    if (body.missing() == 0) {
                        resumable = resumable.with(place, node.path());
                    } else {
                        parked++;
                    }
                }
            }
            case Phase.Asleep _ -> {
                asleep++;
                if (node.spec() instanceof Wait(Awaited.Signal(String name, _))) {
                    mailbox = mailbox.waits(name, place, node.path());
                }
            }
            case Phase.Open _, Phase.Closing _ -> {
                if (node.family().open() == 0 || Holding.due(node)) {
                    closable = closable.with(place, node.path());
                }
            }
            case Phase.Waiting _, Phase.BackingOff _, Phase.Settled _ -> {}
        }
    }

    private void leave(NodeState node) {
        Place place = Place.of(node);
        switch (node.phase()) {
            case Phase.Ready _, Phase.Eligible _, Phase.Looking _ when !mayBegin(node) -> {}
            case Phase.Ready _ when node.spec() instanceof Task -> ready = ready.without(place);
            case Phase.Ready _, Phase.Eligible _ -> openable = openable.without(place);
            case Phase.Looking _ -> cache = cache.asked(place);
            case Phase.Doomed _ -> doomed = doomed.without(place);
            case Phase.Live attempt -> {
                live--;
                if (attempt instanceof Phase.Parked body) {
                    if (body.missing() == 0) {
                        resumable = resumable.without(place);
                    } else {
                        parked--;
                    }
                }
            }
            case Phase.Asleep _ -> {
                asleep--;
                if (node.spec() instanceof Wait(Awaited.Signal(String name, _))) {
                    mailbox = mailbox.waitsNoMore(name, place);
                }
            }
            case Phase.Open _, Phase.Closing _ -> closable = closable.without(place);
            case Phase.Waiting _, Phase.BackingOff _, Phase.Settled _ -> {}
        }
    }
}
