package dev.headrace.engine.run;

import java.util.List;

/** What the engine makes of a command. */
public sealed interface Decision {
    /**
     * It happens: these events, all or none, and this is the state that they lead to.
     *
     * @param also effects besides those that follow from the events
     */
    record Accept(List<RunEvent> events, RunState state, List<Effect> also) implements Decision {
        public Accept {
            events = List.copyOf(events);
            also = List.copyOf(also);
        }
    }

    /**
     * It was already so: a late or repeated report. Nothing happens, and nobody did wrong.
     *
     * @param again what to tell the asker once more
     */
    record Ignore(String why, List<Effect> again) implements Decision {
        public Ignore {
            again = List.copyOf(again);
        }

        public Ignore(String why) {
            this(why, List.of());
        }
    }

    /** It may not be: tell the caller. */
    record Reject(String why) implements Decision {}
}
