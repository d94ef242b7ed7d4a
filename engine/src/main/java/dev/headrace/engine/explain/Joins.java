package dev.headrace.engine.explain;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.flow.JoinRule;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;

/** Says how needs and joins decided. */
final class Joins {
    private Joins() {}

    /** Skipped or omitted, and what led to it. */
    static String passedBy(
            Tree tree, NodeState node, NodePath because, Outcome.Skipped.Reason reason) {
        String word =
                switch (reason) {
                    case NEED -> "omitted";
                    case SPREAD, CONDITION, SELF, EMPTY, HAND, LIMIT -> "skipped";
                };
        if (reason == Outcome.Skipped.Reason.EMPTY) {
            return word + ": there was nothing to go over";
        }
        if (reason == Outcome.Skipped.Reason.SELF) {
            return word + " by itself";
        }
        if (reason == Outcome.Skipped.Reason.HAND) {
            return word + " by hand";
        }
        if (reason == Outcome.Skipped.Reason.CONDITION) {
            return word
                    + ": its condition"
                    + node.rules().when().map(when -> " \"" + when.text() + "\"").orElse("")
                    + " is false";
        }
        if (reason == Outcome.Skipped.Reason.LIMIT) {
            return word + ": it waited as long as it may";
        }
        String what =
                tree.find(because)
                        .flatMap(NodeState::outcome)
                        .map(outcome -> because + " " + word(Result.of(outcome)))
                        .orElse(because + " is not over");
        return word
                + ": "
                + what
                + (node.rules().plainJoin()
                        ? ""
                        : ", and its join is " + named(node.rules().join()));
    }

    /** The join in a word. */
    static String named(JoinRule join) {
        return JoinRules.name(join).orElse("one of its own");
    }

    private static String word(Result result) {
        return switch (result) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case ERRORED -> "had an infrastructure error";
            case SKIPPED -> "was skipped";
            case OMITTED -> "was omitted";
            case CANCELLED -> "was cancelled";
        };
    }
}
