package dev.headrace.runtime.run;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.Evaluator;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunDecider;
import dev.headrace.engine.run.RunEffects;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import java.time.Instant;
import java.util.List;

/** The engine of runs, as the loop calls it. */
interface Engine {
    Decision decide(RunState state, RunCommand command, Instant now);

    List<Effect> react(RunState state, RunEvent event);

    static Engine real(Evaluator evaluator) {
        RunDecider decider = new RunDecider(evaluator);
        return new Engine() {
            @Override
            public Decision decide(RunState state, RunCommand command, Instant now) {
                return decider.decide(state, command, now);
            }

            @Override
            public List<Effect> react(RunState state, RunEvent event) {
                return RunEffects.react(state, event);
            }
        };
    }
}
