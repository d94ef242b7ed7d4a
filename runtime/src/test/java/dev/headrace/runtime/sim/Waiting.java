package dev.headrace.runtime.sim;

import dev.headrace.engine.run.Mailbox;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Awaited.Limit;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Waits by dice, what comes of them, and what people do about them. */
final class Waiting {
    private static final int SIGNALS = 3;
    private static final String WHO = "somebody";
    private static final Form FORM =
            new Form("may it?", List.of(new Form.Field("n", Form.Type.INT, Optional.empty())));

    private Waiting() {}

    /** For a time of up to ten days, for one of a few signals, for an approval. */
    static Awaited awaited(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> new Awaited.After(Duration.ZERO);
            case 1 -> new Awaited.After(Duration.ofDays(dice.between(1, 10)));
            case 2 -> new Awaited.After(Duration.ofMillis(dice.below(60_000)));
            case 3 ->
                    new Awaited.Until(
                            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(dice.below(7_200)));
            case 4, 5 -> new Awaited.Signal("s" + dice.below(SIGNALS), limit(dice));
            default -> new Awaited.Approval(FORM, dice.percent(50), limit(dice));
        };
    }

    private static Limit limit(Dice dice) {
        return dice.percent(60)
                ? Limit.NONE
                : new Limit(
                        Optional.of(Duration.ofMillis(dice.between(1, 200_000))),
                        dice.one(List.of(Limit.Then.values())));
    }

    /** What comes of it; what has a limit may or may not come in time. */
    static Expected expected(Awaited awaited) {
        return switch (awaited) {
            case Awaited.After _, Awaited.Until _ -> Expected.value(true, "null");
            case Awaited.Signal(String name, Limit limit) ->
                    limit.time().isEmpty()
                            ? Expected.value(true, name.substring(1))
                            : Expected.anything();
            case Awaited.Approval(_, _, Limit limit) ->
                    limit.time().isEmpty() ? Expected.value(true, approved()) : Expected.anything();
        };
    }

    static String approved() {
        return "{\"approved\":true,\"by\":\"" + WHO + "\",\"why\":\"\",\"n\":7}";
    }

    /** Whether somebody has to do something for this run to go on. */
    static boolean wanted(RunState.Begun run) {
        for (var entry : run.tree().nodes()) {
            if (answerable(entry.value())) {
                return true;
            }
        }
        return false;
    }

    private static boolean answerable(NodeState node) {
        return node.phase() instanceof Phase.Asleep
                && node.spec() instanceof Wait(Awaited what)
                && (what instanceof Awaited.Signal || what instanceof Awaited.Approval);
    }

    /** What somebody who looks at the run does about its waits, and sometimes without any. */
    static Optional<RunCommand> answer(RunState.Begun run, Dice dice, int number, boolean healed) {
        List<NodeState> open = new ArrayList<>();
        run.tree()
                .nodes()
                .forEach(entry -> {
                    if (answerable(entry.value())) {
                        open.add(entry.value());
                    }
                });
        if (open.isEmpty()) {
            List<String> early = healed ? List.of() : early(run);
            return !early.isEmpty() && dice.percent(15)
                    ? Optional.of(signal(dice.one(early), number))
                    : !healed && dice.percent(4)
                            ? Optional.of(signal("s" + dice.below(SIGNALS), number))
                            : Optional.empty();
        }
        if (!healed && !dice.percent(40)) {
            return Optional.empty();
        }
        NodeState node = dice.one(open);
        return node.spec() instanceof Wait(Awaited.Signal(String name, _))
                ? Optional.of(signal(name, number))
                : Optional.of(approval(node, !healed && dice.percent(20)));
    }

    /** Signals that something will wait for. */
    private static List<String> early(RunState.Begun run) {
        List<String> names = new ArrayList<>();
        for (var entry : run.tree().nodes()) {
            NodeState node = entry.value();
            if (node.phase() instanceof Phase.Waiting
                    && node.spec() instanceof Wait(Awaited.Signal(String name, _))) {
                names.add(name);
            }
        }
        return names;
    }

    private static RunCommand signal(String name, int number) {
        return new RunCommand.SendSignal("id" + number, name, new Value(name.substring(1)), WHO);
    }

    private static RunCommand approval(NodeState node, boolean wrong) {
        SequencedMap<String, Value> answers = new LinkedHashMap<>();
        answers.put("n", new Value(wrong ? "\"x\"" : "7"));
        return new RunCommand.GiveApproval(node.path(), true, answers, WHO, "");
    }

    /** Signals that lie there although something waits for one of their name. */
    static Optional<String> overlooked(Mailbox mailbox) {
        for (var waiting : mailbox.waiting()) {
            for (var kept : mailbox.kept()) {
                if (kept.value().name().equals(waiting.key())) {
                    return Optional.of(kept.value().name());
                }
            }
        }
        return Optional.empty();
    }
}
