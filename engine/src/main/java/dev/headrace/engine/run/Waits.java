package dev.headrace.engine.run;

import dev.headrace.engine.run.RunCommand.GiveApproval;
import dev.headrace.engine.run.RunCommand.SendSignal;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Awaited.Limit;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Decides how waits begin and how they end. */
public final class Waits {
    private Waits() {}

    /** A wait whose needs are met begins; one for what is there already ends at once. */
    static void begin(Story story, NodeState node, Wait wait) {
        Instant now = story.now();
        story.tell(new RunEvent.WaitBegan(node.path(), now, due(wait.what(), now)));
        switch (wait.what()) {
            case Awaited.Until(Instant moment) when !now.isBefore(moment) ->
                    story.tell(new RunEvent.WaitEnded(node.path(), Value.NULL));
            case Awaited.After(Duration time) when time.isZero() ->
                    story.tell(new RunEvent.WaitEnded(node.path(), Value.NULL));
            case Awaited.Signal(String name, _) ->
                    story.tree()
                            .mailbox()
                            .oldest(name)
                            .ifPresent(kept ->
                                    story.tell(new RunEvent.SignalTaken(node.path(), kept.id())));
            case Awaited.Until _, Awaited.After _, Awaited.Approval _ -> {}
        }
    }

    private static Optional<Instant> due(Awaited what, Instant now) {
        return switch (what) {
            case Awaited.After(Duration time) -> Optional.of(now.plus(time));
            case Awaited.Until(Instant moment) -> Optional.of(moment);
            case Awaited.Signal(_, Limit limit) -> limit.time().map(now::plus);
            case Awaited.Approval(_, _, Limit limit) -> limit.time().map(now::plus);
        };
    }

    /** The time of a wait is over. */
    static void over(Story story, NodePath path, Wait wait) {
        switch (wait.what()) {
            case Awaited.After _, Awaited.Until _ ->
                    story.tell(new RunEvent.WaitEnded(path, Value.NULL));
            case Awaited.Signal(String name, Limit limit) ->
                    late(story, path, limit, "the signal '" + name + "' did not come");
            case Awaited.Approval(_, _, Limit limit) ->
                    late(story, path, limit, "nobody approved or rejected it");
        }
        Advance.run(story);
    }

    private static void late(Story story, NodePath path, Limit limit, String what) {
        story.tell(
                switch (limit.then()) {
                    case FAIL ->
                            new RunEvent.NodeFailed(
                                    path,
                                    Failure.of(
                                            Failure.Kind.TIMEOUT,
                                            "WaitTimeout",
                                            what
                                                    + limit.time()
                                                            .map(time -> " within " + words(time))
                                                            .orElse("")));
                    case SKIP -> new RunEvent.NodeSkipped(path, path, Reason.LIMIT);
                    case GO_ON -> new RunEvent.WaitEnded(path, Value.NULL);
                });
    }

    private static String words(Duration time) {
        long seconds = time.toSeconds();
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + " d";
        }
        if (seconds > 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + " h";
        }
        return time.toMillis() % 1_000 == 0 ? seconds + " s" : time.toMillis() + " ms";
    }

    /** A signal ends the first wait for it, or is kept until there is one. */
    static void signal(Story story, SendSignal signal) {
        story.tell(
                new RunEvent.SignalReceived(
                        signal.id(), signal.name(), signal.payload(), signal.who(), story.now()));
        Optional<NodePath> next = story.tree().mailbox().next(signal.name());
        if (next.isPresent()) {
            story.tell(new RunEvent.SignalTaken(next.get(), signal.id()));
            Advance.run(story);
        }
    }

    /** Somebody said yes or no. */
    static void approval(Story story, GiveApproval said) {
        Awaited.Approval asked = asked(story.run(), said.node()).orElseThrow();
        story.tell(
                new RunEvent.ApprovalGiven(said.node(), said.approved(), said.who(), said.why()));
        if (!said.approved() && asked.strict()) {
            story.tell(
                    new RunEvent.NodeFailed(
                            said.node(),
                            Failure.of(
                                    Failure.Kind.USER,
                                    "Rejected",
                                    said.who()
                                            + " rejected it"
                                            + (said.why().isEmpty() ? "" : ": " + said.why()))));
        } else {
            SequencedMap<String, Value> members = new LinkedHashMap<>();
            members.put("approved", new Value(String.valueOf(said.approved())));
            members.put("by", Json.text(said.who()));
            members.put("why", Json.text(said.why()));
            for (Form.Field field : asked.form().fields()) {
                members.put(
                        field.name(),
                        Optional.ofNullable(said.answers().get(field.name()))
                                .or(field::fallback)
                                .orElse(Value.NULL));
            }
            story.tell(new RunEvent.WaitEnded(said.node(), Json.object(members)));
        }
        Advance.run(story);
    }

    /** What this node asks to be approved, if it waits for that now. */
    public static Optional<Awaited.Approval> asked(Begun run, NodePath path) {
        return run.tree()
                .find(path)
                .filter(node -> node.phase() instanceof Phase.Asleep)
                .map(NodeState::spec)
                .filter(Wait.class::isInstance)
                .map(node -> ((Wait) node).what())
                .filter(Awaited.Approval.class::isInstance)
                .map(Awaited.Approval.class::cast);
    }

    /** Why this signal cannot be taken; empty if it can. */
    public static Optional<Problem> refusal(Begun run, SendSignal signal) {
        if (!Awaited.Signal.isName(signal.name())) {
            return Optional.of(
                    Problem.at(
                                    "",
                                    "HR-0431",
                                    "'" + signal.name() + "' cannot be the name of a signal")
                            .because(
                                    "names begin with a letter and have at most 100 letters,"
                                            + " digits, '_', '-' and '.'")
                            .mend("write the name that the flow waits for"));
        }
        int length = signal.payload().json().length();
        if (length > Mailbox.PAYLOAD_MAX) {
            return Optional.of(
                    Problem.at(
                                    "",
                                    "HR-0431",
                                    "the data of the signal has " + length + " characters")
                            .because("it may have at most " + Mailbox.PAYLOAD_MAX)
                            .mend("send where the data lies instead of the data"));
        }
        Mailbox mailbox = run.tree().mailbox();
        if (mailbox.kept().size() >= Mailbox.KEPT_MAX && mailbox.next(signal.name()).isEmpty()) {
            return Optional.of(
                    Problem.at(
                                    "",
                                    "HR-0431",
                                    "the run keeps "
                                            + Mailbox.KEPT_MAX
                                            + " signals already that nobody has waited for")
                            .because("that is as many as a run may keep")
                            .mend("headrace why " + run.head().run() + " says which"));
        }
        return Optional.empty();
    }

    /** Why this answer cannot be taken; empty if it can. */
    public static Optional<Problem> refusal(Begun run, GiveApproval said, Evaluator evaluator) {
        Optional<Awaited.Approval> asked = asked(run, said.node());
        if (asked.isEmpty()) {
            return Optional.of(
                    Problem.at("", "HR-0434", said.node() + " does not wait for an approval")
                            .because(
                                    run.tree()
                                            .find(said.node())
                                            .map(Waits::instead)
                                            .orElse("it is not there"))
                            .mend(
                                    "headrace why "
                                            + run.head().run()
                                            + " says what the run waits for"));
        }
        return said.approved() ? misfit(asked.get().form(), said, evaluator) : Optional.empty();
    }

    private static String instead(NodeState node) {
        return node.settled() ? "it is over" : "it does something else now";
    }

    private static Optional<Problem> misfit(Form form, GiveApproval said, Evaluator evaluator) {
        for (String name : said.answers().keySet()) {
            if (form.fields().stream().noneMatch(field -> field.name().equals(name))) {
                return Optional.of(
                        Problem.at("", "HR-0432", "the form has no field '" + name + "'")
                                .because(
                                        form.fields().isEmpty()
                                                ? "it asks for yes or no alone"
                                                : "its fields are " + names(form))
                                .mend("take it out, or write the name of a field"));
            }
        }
        for (Form.Field field : form.fields()) {
            Optional<Value> given =
                    Optional.ofNullable(said.answers().get(field.name())).or(field::fallback);
            if (given.isEmpty()) {
                return Optional.of(
                        Problem.at("", "HR-0432", "the field '" + field.name() + "' is not given")
                                .because("it is " + word(field.type()) + ", and has no default")
                                .mend("give it: --set " + field.name() + "=…"));
            }
            if (!evaluator.fits(given.get(), field.type())) {
                return Optional.of(
                        Problem.at(
                                        "",
                                        "HR-0432",
                                        "the field '"
                                                + field.name()
                                                + "' cannot be "
                                                + brief(given.get().json()))
                                .because("it is " + word(field.type()))
                                .mend("give another one: --set " + field.name() + "=…"));
            }
        }
        return Optional.empty();
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private static String names(Form form) {
        return form.fields().stream().map(Form.Field::name).collect(Collectors.joining(", "));
    }

    /** As people say it. */
    public static String word(Form.Type type) {
        return switch (type) {
            case TEXT -> "a text";
            case INT -> "a whole number";
            case NUMBER -> "a number";
            case BOOL -> "true or false";
        };
    }
}
