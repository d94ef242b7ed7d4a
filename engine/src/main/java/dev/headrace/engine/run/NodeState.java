package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A node of a run.
 *
 * @param fixed what never changes of it
 * @param tally what has been tried
 * @param counts of its needs, where its join asks for more than their success
 * @param dependents the nodes that need it, in the order in which they were asked for
 * @param family what it knows of its children
 * @param awaited the wait of its parent that counts it; below 0, the attempt of its parent that
 *     watches it
 * @param settledIn the life of its parent in which it settled
 * @param settledAs the how-many-th in its run that settled; 0 as long as it never has
 */
public record NodeState(
        Fixed fixed,
        Phase phase,
        Tally tally,
        Counts counts,
        Sorted<Integer, NodePath> dependents,
        Family family,
        int awaited,
        int settledIn,
        int settledAs) {

    /**
     * What never changes of a node.
     *
     * @param ordinal the how-many-th node that was asked for; the root is 0
     * @param depth of the root is 0
     * @param name of the task; the template's for a spawned one
     * @param rules what holds for it where it stands
     * @param needs the nodes whose results decide whether it starts
     * @param item of the innermost ForEach around it
     * @param call what a body called it with; absent for what the spec placed
     * @param frame of the call of a template around it
     * @param outcome what the node came to that the hook around follows
     * @param cleanup whether it goes on while the run is being cancelled
     */
    public record Fixed(
            NodePath path,
            Optional<NodePath> parent,
            int ordinal,
            int depth,
            String name,
            Node spec,
            Rules rules,
            List<Argument> inputs,
            List<NodePath> needs,
            Optional<Value> item,
            Optional<Origin> call,
            Optional<Frame> frame,
            Optional<Value> outcome,
            boolean cleanup) {
        public Fixed {
            inputs = List.copyOf(inputs);
            needs = List.copyOf(needs);
        }
    }

    /**
     * What is known within a call of a template.
     *
     * @param round the how-many-th of its repetitions this is, from 0
     * @param around that of the call of a template around this one
     */
    public record Frame(
            String template,
            int round,
            SequencedMap<String, Value> arguments,
            Optional<Frame> around) {
        public Frame {
            arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
        }

        /** How often this template is under way here, within itself. */
        int recursion(String name) {
            int count = 0;
            for (Optional<Frame> frame = Optional.of(this);
                    frame.isPresent();
                    frame = frame.get().around()) {
                count += frame.get().template().equals(name) ? 1 : 0;
            }
            return count;
        }
    }

    public NodePath path() {
        return fixed.path();
    }

    public Optional<NodePath> parent() {
        return fixed.parent();
    }

    public int ordinal() {
        return fixed.ordinal();
    }

    public int depth() {
        return fixed.depth();
    }

    public String name() {
        return fixed.name();
    }

    public Node spec() {
        return fixed.spec();
    }

    public Rules rules() {
        return fixed.rules();
    }

    public List<Argument> inputs() {
        return fixed.inputs();
    }

    public List<NodePath> needs() {
        return fixed.needs();
    }

    public Optional<Value> item() {
        return fixed.item();
    }

    public Optional<Origin> call() {
        return fixed.call();
    }

    public Optional<Frame> frame() {
        return fixed.frame();
    }

    public boolean cleanup() {
        return fixed.cleanup();
    }

    /**
     * What has been tried.
     *
     * @param attempts the number of the last attempt; of a call, how many rounds have begun
     * @param failures in this life
     * @param losses in this life
     * @param life grows when an attempt begins that does not replay the one before; children that
     *     did not succeed in an earlier life are run again when they are called again
     * @param replay the last attempt was lost, and the next one will find things as it left them
     * @param began when the first attempt of this generation did, where somebody asks for it
     * @param above its attempts have numbers above this
     * @param looks how often it has looked in vain, if it is a sensor
     */
    public record Tally(
            int attempts,
            int failures,
            int losses,
            int life,
            boolean replay,
            Optional<Instant> began,
            int above,
            int looks) {
        static final Tally FRESH = new Tally(0, 0, 0, 1, false, Optional.empty(), 0, 0);

        /** How many attempts there were. */
        public int tries() {
            return attempts - above;
        }

        /** Of a task whose attempts have numbers above this. */
        static Tally above(int number) {
            return new Tally(number, 0, 0, 1, false, Optional.empty(), number, 0);
        }

        Tally nextAttempt() {
            int next = tries() == 0 || replay ? life : life + 1;
            return new Tally(attempts + 1, failures, losses, next, false, began, above, looks);
        }

        Tally failed() {
            return new Tally(attempts, failures + 1, losses, life, false, began, above, looks);
        }

        Tally lost() {
            return new Tally(attempts, failures, losses + 1, life, true, began, above, looks);
        }

        /**
         * Whether an attempt of this generation is over, so that another one only goes on with it.
         */
        public boolean begun() {
            return failures + losses + looks > 0;
        }

        Tally looked() {
            return new Tally(attempts, failures, losses, life, replay, began, above, looks + 1);
        }

        /** One more round of a call has begun. */
        Tally nextRound() {
            return new Tally(attempts + 1, failures, losses, life, replay, began, above, looks);
        }

        Tally began(Instant first) {
            return began.isPresent()
                    ? this
                    : new Tally(
                            attempts,
                            failures,
                            losses,
                            life,
                            replay,
                            Optional.of(first),
                            above,
                            looks);
        }

        /** A new generation: the budget is whole again. */
        Tally reborn() {
            return new Tally(attempts, 0, 0, life + 1, false, Optional.empty(), above, 0);
        }
    }

    /** What a body called it with, to tell a divergence. */
    public record Origin(String digest, String code, String place) {}

    /**
     * What a node knows of its children.
     *
     * @param children in the order in which they were asked for
     * @param handlers its hooks, once they run
     * @param held those of a ForEach that wait for their turn
     * @param open how many have not settled
     * @param waits how often the body has waited
     * @param failed the first child that failed, or was cancelled, and is not tolerated
     * @param unseen children that failed in this life and that the body has not looked at
     * @param refused calls that could not be, by key; when its work is done, those it did not look
     *     at
     * @param recorded values of the body's own, by key
     * @param halted nothing in it starts any more
     * @param watch what a body is to be told in which several wait at once
     */
    public record Family(
            Sorted<Integer, NodePath> children,
            Sorted<Integer, NodePath> handlers,
            Sorted<Integer, NodePath> held,
            int open,
            int waits,
            Optional<NodePath> failed,
            Sorted<NodePath, Boolean> unseen,
            Sorted<String, Failure> refused,
            Sorted<String, Value> recorded,
            boolean halted,
            Watch watch) {
        static final Family NONE =
                new Family(
                        Sorted.empty(),
                        Sorted.empty(),
                        Sorted.empty(),
                        0,
                        0,
                        Optional.empty(),
                        Sorted.empty(),
                        Sorted.empty(),
                        Sorted.empty(),
                        false,
                        Watch.NONE);

        Family withChildren(Sorted<Integer, NodePath> changed) {
            return new Family(
                    changed, handlers, held, open, waits, failed, unseen, refused, recorded, halted,
                    watch);
        }

        Family withHandlers(Sorted<Integer, NodePath> changed) {
            return new Family(
                    children, changed, held, open, waits, failed, unseen, refused, recorded, halted,
                    watch);
        }

        Family withHeld(Sorted<Integer, NodePath> changed) {
            return new Family(
                    children, handlers, changed, open, waits, failed, unseen, refused, recorded,
                    halted, watch);
        }

        Family withOpen(int changed) {
            return new Family(
                    children, handlers, held, changed, waits, failed, unseen, refused, recorded,
                    halted, watch);
        }

        Family withWaits(int changed) {
            return new Family(
                    children, handlers, held, open, changed, failed, unseen, refused, recorded,
                    halted, watch);
        }

        Family withFailed(Optional<NodePath> changed) {
            return new Family(
                    children, handlers, held, open, waits, changed, unseen, refused, recorded,
                    halted, watch);
        }

        Family withUnseen(Sorted<NodePath, Boolean> changed) {
            return new Family(
                    children, handlers, held, open, waits, failed, changed, refused, recorded,
                    halted, watch);
        }

        Family withRefused(Sorted<String, Failure> changed) {
            return new Family(
                    children, handlers, held, open, waits, failed, unseen, changed, recorded,
                    halted, watch);
        }

        Family withRecorded(Sorted<String, Value> changed) {
            return new Family(
                    children, handlers, held, open, waits, failed, unseen, refused, changed, halted,
                    watch);
        }

        /** As if the body had looked at all that went wrong. */
        Family looked() {
            return withUnseen(Sorted.empty()).withRefused(Sorted.empty());
        }

        Family withHalted(boolean changed) {
            return new Family(
                    children, handlers, held, open, waits, failed, unseen, refused, recorded,
                    changed, watch);
        }

        Family with(Watch changed) {
            return new Family(
                    children, handlers, held, open, waits, failed, unseen, refused, recorded,
                    halted, changed);
        }
    }

    /**
     * What the running attempt of a body has been told of the calls that it watches.
     *
     * @param rests how often it has rested
     * @param heard of how many calls it had been told when it rested last
     * @param news calls that have come to be over since then
     */
    public record Watch(int rests, int heard, Sorted<Integer, NodePath> news) {
        static final Watch NONE = new Watch(0, 0, Sorted.empty());

        /** Of how many calls it has been told, or will have been when it goes on. */
        int told() {
            return heard + news.size();
        }

        Watch and(NodePath call) {
            return new Watch(rests, heard, news.with(news.size(), call));
        }

        Watch rested(int nth) {
            return new Watch(nth, told(), Sorted.empty());
        }

        List<NodePath> calls() {
            List<NodePath> calls = new ArrayList<>(news.size());
            news.forEach(entry -> calls.add(entry.value()));
            return calls;
        }
    }

    /** How it came out, if it has. */
    public Optional<Outcome> outcome() {
        return phase instanceof Phase.Settled(Outcome outcome)
                ? Optional.of(outcome)
                : Optional.empty();
    }

    public boolean settled() {
        return phase instanceof Phase.Settled;
    }

    public boolean succeeded() {
        return phase instanceof Phase.Settled(Outcome.Succeeded _);
    }

    /** The task that it is; a bug if it is none. */
    public Task task() {
        if (spec() instanceof Task task) {
            return task;
        }
        throw new IllegalStateException(path() + " is no task");
    }

    /** What it came to, as others see it; what is tolerated is so only where others look. */
    Optional<Result> result() {
        return outcome().map(Result::of);
    }

    NodeState withInputs(List<Argument> changed) {
        Fixed edited =
                new Fixed(
                        path(),
                        parent(),
                        ordinal(),
                        depth(),
                        name(),
                        spec(),
                        rules(),
                        changed,
                        needs(),
                        item(),
                        call(),
                        frame(),
                        fixed.outcome(),
                        fixed.cleanup());
        return new NodeState(
                edited, phase, tally, counts, dependents, family, awaited, settledIn, settledAs);
    }

    NodeState with(Phase changed) {
        return new NodeState(
                fixed, changed, tally, counts, dependents, family, awaited, settledIn, settledAs);
    }

    NodeState with(Tally changed) {
        return new NodeState(
                fixed, phase, changed, counts, dependents, family, awaited, settledIn, settledAs);
    }

    NodeState with(Counts changed) {
        if (changed.equals(counts)) {
            return this;
        }
        return new NodeState(
                fixed, phase, tally, changed, dependents, family, awaited, settledIn, settledAs);
    }

    NodeState with(Family changed) {
        return new NodeState(
                fixed, phase, tally, counts, dependents, changed, awaited, settledIn, settledAs);
    }

    NodeState withDependents(Sorted<Integer, NodePath> changed) {
        return new NodeState(
                fixed, phase, tally, counts, changed, family, awaited, settledIn, settledAs);
    }

    NodeState awaitedIn(int wait) {
        return new NodeState(
                fixed, phase, tally, counts, dependents, family, wait, settledIn, settledAs);
    }

    NodeState settledIn(int life, int as) {
        return new NodeState(fixed, phase, tally, counts, dependents, family, awaited, life, as);
    }
}
