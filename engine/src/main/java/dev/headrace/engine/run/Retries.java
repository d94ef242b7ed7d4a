package dev.headrace.engine.run;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.FailureSet;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Whether a task that has failed is tried again, and when. */
final class Retries {
    private Retries() {}

    /** What was decided of a failure. */
    sealed interface Answer {}

    record Again(Instant due) implements Answer {}

    record NoMore() implements Answer {}

    /** Its condition for retries could not be answered; the failure says so, too. */
    record Unasked(Failure failure) implements Answer {}

    private static final Answer NO_MORE = new NoMore();

    /**
     * What becomes of a node whose work has come to this.
     *
     * @param began when its first try of this generation did
     */
    static Answer of(Story story, NodeState node, Failure failure, Instant began) {
        Retry retry = node.task().retry();
        int failures = node.tally().failures() + 1;
        if (story.cancelling(node)
                || !retry.allowsAnotherAfter(failures)
                || retry.worth().against(failure).isPresent()) {
            return NO_MORE;
        }
        int salt = story.run().head().run().text().hashCode() * 31 + node.path().text().hashCode();
        Instant due = story.now().plus(retry.delayAfter(failures, salt * 31 + failures));
        if (retry.within().filter(limit -> due.isAfter(began.plus(limit))).isPresent()) {
            return NO_MORE;
        }
        return retry.worth().when().isEmpty()
                ? new Again(due)
                : asked(story, node, failure, retry.worth().when().get(), due);
    }

    private static Answer asked(
            Story story, NodeState node, Failure failure, Expr when, Instant due) {
        SequencedMap<String, Value> names = new LinkedHashMap<>();
        names.put("error", value(failure));
        names.put("attempt", new Value(Integer.toString(node.tally().tries())));
        return switch (Truth.of(story, when, names)) {
            case Truth.Told(boolean holds) -> holds ? new Again(due) : NO_MORE;
            case Truth.Unclear(String why) -> unasked(failure, when, why);
        };
    }

    private static Answer unasked(Failure failure, Expr when, String why) {
        return new Unasked(
                failure.saying(
                        failure.message()
                                + "\nIt was not tried again: its retry_when \""
                                + when.text()
                                + "\" cannot be answered: "
                                + why));
    }

    /** A failure as an expression sees it. */
    static Value value(Failure failure) {
        SequencedMap<String, Value> members = new LinkedHashMap<>();
        members.put("kind", Json.text(FailureSet.word(failure.kind())));
        members.put("type", Json.text(failure.type()));
        members.put("types", Json.list(failure.types().stream().map(Json::text).toList()));
        members.put("message", Json.text(failure.message()));
        members.put("place", Json.text(failure.place().orElse("")));
        return Json.object(members);
    }
}
