package dev.headrace.engine.run;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.run.Value;
import java.util.SequencedMap;

/** What came of a condition. */
sealed interface Truth {
    /** It holds, or does not. */
    record Told(boolean holds) implements Truth {}

    /** It cannot be answered, for this reason. */
    record Unclear(String why) implements Truth {}

    /** Asks it. */
    static Truth of(Story story, Expr condition, SequencedMap<String, Value> names) {
        return switch (story.evaluator().evaluate(condition, names)) {
            case Evaluator.Given(Value value) when value.json().equals("true") -> new Told(true);
            case Evaluator.Given(Value value) when value.json().equals("false") -> new Told(false);
            case Evaluator.Given(Value value) ->
                    new Unclear("it is neither true nor false but " + Json.shown(value));
            case Evaluator.Wrong(String why) -> new Unclear(why);
        };
    }
}
