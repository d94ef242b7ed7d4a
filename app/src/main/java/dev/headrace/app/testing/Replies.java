package dev.headrace.app.testing;

import dev.headrace.engine.run.Evaluator;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.Waits;
import dev.headrace.frontends.tests.Reply;
import dev.headrace.frontends.tests.Reply.Turn;
import dev.headrace.frontends.tests.Reply.What;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.NodePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers those who wait, as a test says. */
public final class Replies {
    private final Evaluator evaluator;
    private final Map<String, Role> signals = new LinkedHashMap<>();
    private final Map<String, Role> approvals = new LinkedHashMap<>();

    /** Which of its turns each wait has: a wait that begins anew is another one. */
    private final Map<NodePath, Given> given = new TreeMap<>();

    /** Those that have begun and, as far as is known, not ended. */
    private final Set<NodePath> waits = new TreeSet<>();

    private int sent;

    /** A reply, and how many waits it was given to. */
    private static final class Role {
        private final Reply reply;
        private int used;

        private Role(Reply reply) {
            this.reply = reply;
        }

        private Optional<Turn> next() {
            int turns = reply.turns().size();
            if (used < turns) {
                return Optional.of(reply.turns().get(used++));
            }
            return reply.again() ? Optional.of(reply.turns().getLast()) : Optional.empty();
        }
    }

    private record Given(Instant since, Reply reply, Optional<Turn> turn) {}

    /** An answer that is due at some time. */
    public record Answer(Instant due, NodePath waiting, Reply reply, What what) {}

    public Replies(List<Reply> signals, List<Reply> approvals, Evaluator evaluator) {
        this.evaluator = evaluator;
        signals.forEach(reply -> this.signals.put(reply.waiter(), new Role(reply)));
        approvals.forEach(reply -> this.approvals.put(reply.waiter(), new Role(reply)));
    }

    /** A wait has begun. */
    public void began(NodePath wait) {
        waits.add(wait);
    }

    /** The answers to those who wait now, the next one first. */
    public List<Answer> next(Begun run) {
        return asleep(run).stream()
                .flatMap(node -> answer(node).stream())
                .sorted(Comparator.comparing(Answer::due))
                .toList();
    }

    /** Those who wait, in the order in which they were asked for. */
    public List<NodeState> asleep(Begun run) {
        List<NodeState> asleep = new ArrayList<>();
        for (NodePath path : List.copyOf(waits)) {
            Optional<NodeState> node =
                    run.tree().find(path).filter(one -> one.phase() instanceof Phase.Asleep);
            node.ifPresentOrElse(asleep::add, () -> waits.remove(path));
        }
        asleep.sort(Comparator.comparingInt(NodeState::ordinal));
        return asleep;
    }

    private Optional<Answer> answer(NodeState node) {
        if (!(node.phase() instanceof Phase.Asleep(Instant since, _))) {
            return Optional.empty();
        }
        Given known = given.get(node.path());
        if (known == null || !known.since().equals(since)) {
            Optional<Role> role = role(node);
            if (role.isEmpty()) {
                return Optional.empty();
            }
            known = new Given(since, role.get().reply, role.get().next());
            given.put(node.path(), known);
        }
        Given mine = known;
        return mine.turn()
                .map(turn ->
                        new Answer(
                                since.plus(turn.after()), node.path(), mine.reply(), turn.what()));
    }

    private Optional<Role> role(NodeState node) {
        if (!(node.spec() instanceof Wait(Awaited what))) {
            return Optional.empty();
        }
        NodePath path = node.path();
        return switch (what) {
            case Awaited.Signal(String name, _) -> Optional.ofNullable(signals.get(name));
            case Awaited.Approval _ ->
                    Optional.ofNullable(approvals.get(path.text()))
                            .or(() -> Optional.ofNullable(approvals.get(Names.bare(path))))
                            .or(() -> Optional.ofNullable(approvals.get(Names.name(path))));
            case Awaited.After _, Awaited.Until _ -> Optional.empty();
        };
    }

    /**
     * What to tell the run.
     *
     * @throws InvalidSpec if the run cannot take it
     */
    public RunCommand command(Begun run, Answer answer) {
        return switch (answer.what()) {
            case What.Sent(var data) -> {
                var signal =
                        new RunCommand.SendSignal(
                                "test-" + ++sent, answer.reply().waiter(), data, Reply.BY);
                Waits.refusal(run, signal).ifPresent(problem -> refuse(answer, problem));
                yield signal;
            }
            case What.Said(boolean approved, var answers, String by, String why) -> {
                var said =
                        new RunCommand.GiveApproval(answer.waiting(), approved, answers, by, why);
                Waits.refusal(run, said, evaluator).ifPresent(problem -> refuse(answer, problem));
                yield said;
            }
        };
    }

    private static void refuse(Answer answer, Problem problem) {
        throw new InvalidSpec(
                new Problem(
                        problem.code(),
                        answer.reply().place(),
                        answer.waiting() + ": " + problem.what(),
                        problem.why(),
                        "mend it in the test"));
    }

    /** Replies that nobody has got. */
    public List<Reply> unused() {
        List<Reply> unused = new ArrayList<>();
        for (Map<String, Role> roles : List.of(signals, approvals)) {
            roles.values().stream()
                    .filter(role -> role.used == 0)
                    .forEach(role -> unused.add(role.reply));
        }
        return unused;
    }
}
