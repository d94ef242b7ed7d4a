package dev.headrace.runtime.run;

import dev.headrace.engine.run.Decision;
import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.Evaluator;
import dev.headrace.engine.run.RunCommand;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spi.store.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Makes real loops whose engine may be spoilt on purpose. */
public final class Loops {
    private Loops() {}

    /** What a spoilt engine makes of what the real one says. */
    public interface Spoiler {
        default RunCommand before(RunState state, RunCommand command) {
            return command;
        }

        Decision after(RunState state, RunCommand command, Decision decision);

        List<Effect> after(RunEvent event, List<Effect> effects);
    }

    public static Loop spoilt(
            String owner,
            EventStore store,
            EventText text,
            Evaluator evaluator,
            Watcher watcher,
            Predicate<String> contents,
            Spoiler spoiler) {
        Engine real = Engine.real(evaluator);
        return new Loop(
                owner,
                store,
                text,
                evaluator,
                watcher,
                contents,
                new Engine() {
                    @Override
                    public Decision decide(RunState state, RunCommand command, Instant now) {
                        RunCommand changed = spoiler.before(state, command);
                        return spoiler.after(state, changed, real.decide(state, changed, now));
                    }

                    @Override
                    public List<Effect> react(RunState state, RunEvent event) {
                        return spoiler.after(event, real.react(state, event));
                    }
                });
    }
}
