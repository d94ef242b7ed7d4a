package dev.headrace.engine.explain;

import dev.headrace.engine.run.Mailbox;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.Tree;
import dev.headrace.engine.run.Waits;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Form;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says what is waited for, since when and until when, and what ends it. */
final class Sleeping {
    private Sleeping() {}

    /** A run in which nothing moves until a wait ends. */
    static Explanation run(RunState.Active run, Instant now) {
        for (var entry : run.tree().nodes()) {
            NodeState node = entry.value();
            if (node.phase() instanceof Phase.Asleep asleep) {
                Explanation first = node(run, node, asleep, now);
                int more = run.tree().asleep() - 1;
                String sentence = first.sentence();
                return new Explanation(
                        "The run waits: "
                                + sentence.substring(0, sentence.length() - 1)
                                + (more > 0 ? ", and " + more + " more" : "")
                                + kept(run.tree(), now)
                                + ".",
                        first.remedy());
            }
        }
        throw new IllegalStateException("nothing waits");
    }

    static Explanation node(RunState.Begun run, NodeState node, Phase.Asleep asleep, Instant now) {
        String name = Explain.name(node.path());
        String since = " for " + Explain.words(Duration.between(asleep.since(), now));
        String until = asleep.due().map(due -> ", until " + moment(due) + " at most").orElse("");
        if (!(node.spec() instanceof Wait(Awaited what))) {
            return new Explanation(name + " sleeps" + since + ".", "");
        }
        return switch (what) {
            case Awaited.After _, Awaited.Until _ ->
                    new Explanation(
                            name
                                    + " sleeps until "
                                    + asleep.due().map(Sleeping::moment).orElse("?")
                                    + ", "
                                    + asleep.due()
                                            .map(due -> Explain.words(Duration.between(now, due)))
                                            .orElse("?")
                                    + " from now.",
                            "");
            case Awaited.Signal(String signal, _) ->
                    new Explanation(
                            name + " waits for the signal '" + signal + "'" + since + until + ".",
                            "headrace signal " + run.head().run() + " " + signal);
            case Awaited.Approval(Form form, _, _) ->
                    new Explanation(
                            name
                                    + " waits for an approval"
                                    + (form.question().isEmpty()
                                            ? ""
                                            : " (" + form.question() + ")")
                                    + since
                                    + until
                                    + ".",
                            "headrace approve "
                                    + run.head().run()
                                    + " "
                                    + node.path()
                                    + fields(form)
                                    + ", or with --reject");
        };
    }

    private static String fields(Form form) {
        StringBuilder text = new StringBuilder();
        for (Form.Field field : form.fields()) {
            String one =
                    " --set " + field.name() + "=" + Waits.word(field.type()).replace(' ', '-');
            text.append(field.fallback().isEmpty() ? one : " [" + one.substring(1) + "]");
        }
        return text.toString();
    }

    private static String moment(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond()).toString();
    }

    /** The signals that nobody has waited for yet. */
    static String kept(Tree tree, Instant now) {
        Optional<Mailbox.Kept> oldest = tree.mailbox().kept().first().map(entry -> entry.value());
        int count = tree.mailbox().kept().size();
        return oldest.map(signal ->
                        "; "
                                + Explain.count(count, "signal")
                                + (count == 1 ? " is" : " are")
                                + " kept that nobody has waited for: "
                                + signal.name()
                                + " from "
                                + signal.who()
                                + " for "
                                + Explain.words(Duration.between(signal.at(), now))
                                + (count == 1 ? "" : ", and others"))
                .orElse("");
    }
}
