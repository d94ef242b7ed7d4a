package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Assignment;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** Flows whose body goes on afresh so many times, each time with what it came to. */
final class Endless {
    private static final String SEED = "seed";
    private static final String LEFT = "left";

    private Endless() {}

    /** The same scenario, that many generations longer. */
    static Scenario longer(Scenario scenario, int times) {
        FlowSpec flow = scenario.flow();
        Task root = (Task) flow.root();
        SequencedMap<String, Input> inputs = new LinkedHashMap<>(root.inputs());
        inputs.put(SEED, new Input.FromArgument(SEED));
        inputs.put(LEFT, new Input.FromArgument(LEFT));
        SequencedMap<String, Param> params = new LinkedHashMap<>(flow.params());
        params.put(LEFT, new Param(LEFT, "int", Optional.empty()));
        SequencedMap<String, Value> arguments = new LinkedHashMap<>(scenario.arguments());
        arguments.put(LEFT, new Value(String.valueOf(times)));
        return new Scenario(
                new FlowSpec(
                        flow.name(),
                        params,
                        new Task(
                                root.action(),
                                inputs,
                                root.resources(),
                                root.retry(),
                                root.timeout(),
                                root.poll(),
                                root.cache()),
                        flow.templates(),
                        flow.code(),
                        flow.environment(),
                        flow.library(),
                        flow.rules(),
                        flow.called(),
                        flow.history()),
                scenario.programs(),
                arguments);
    }

    /** Whether a body that ends well with these arguments goes on. */
    static boolean goesOn(SequencedMap<String, Value> arguments) {
        return !arguments.getOrDefault(LEFT, new Value("0")).json().equals("0");
    }

    /** With what the body that has come to this wants to go on. */
    static Optional<SequencedMap<String, Value>> again(Assignment assignment, Outcome outcome) {
        if (!assignment.attempt().node().isRoot()
                || !(outcome instanceof Outcome.Succeeded(Value value))) {
            return Optional.empty();
        }
        for (Argument input : assignment.inputs()) {
            if (input.name().equals(LEFT)) {
                return next(Integer.parseInt(input.value().json()), value.json());
            }
        }
        return Optional.empty();
    }

    private static Optional<SequencedMap<String, Value>> next(int left, String value) {
        if (left == 0) {
            return Optional.empty();
        }
        SequencedMap<String, Value> next = new LinkedHashMap<>();
        next.put(SEED, new Value(value));
        next.put(LEFT, new Value(String.valueOf(left - 1)));
        return Optional.of(next);
    }

    /** What comes of it, if {@code one} says what comes of a run with these arguments. */
    static Expected expected(
            Scenario scenario, Function<SequencedMap<String, Value>, Expected> one) {
        SequencedMap<String, Value> arguments = scenario.arguments();
        boolean sure = true;
        while (true) {
            Expected came = one.apply(arguments).unless(sure);
            Value left = arguments.getOrDefault(LEFT, new Value("0"));
            Optional<SequencedMap<String, Value>> next =
                    came.never() || came.open()
                            ? Optional.empty()
                            : next(Integer.parseInt(left.json()), came.text());
            if (next.isEmpty()) {
                return came;
            }
            sure = came.sure();
            arguments = next.get();
        }
    }
}
