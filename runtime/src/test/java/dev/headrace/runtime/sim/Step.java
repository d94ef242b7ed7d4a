package dev.headrace.runtime.sim;

import java.util.List;

/** One line of a body's code. */
sealed interface Step {
    /**
     * Calls a task and goes on.
     *
     * @param holes keys of earlier calls whose results are arguments
     * @param fickle the argument is another one when the body is run again
     * @param apart said at once, not along with the next wait
     */
    record Submit(
            String key,
            String template,
            int literal,
            List<String> holes,
            boolean fickle,
            boolean apart)
            implements Step {
        public Submit {
            holes = List.copyOf(holes);
        }
    }

    /**
     * Waits for calls.
     *
     * @param all and looks at each of them; else for any of them, looking at none
     * @param caught an {@code Always} failure is no matter
     */
    record Await(List<String> keys, boolean all, boolean caught) implements Step {
        public Await {
            keys = List.copyOf(keys);
        }
    }

    /** Waits for all of these calls, but only for so long, and looks at none. */
    record AwaitFor(List<String> keys, int millis) implements Step {
        public AwaitFor {
            keys = List.copyOf(keys);
        }
    }

    /** Wants these calls no more. */
    record Cancel(List<String> keys) implements Step {
        public Cancel {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Goes on in several strands at once, each with a scope of its own, until all are at their end.
     *
     * @param first the scope of the first one; those of the others follow
     * @param strands of {@code Submit}, {@code Work}, {@code Await} and {@code AwaitFor}
     */
    record Fork(int first, List<List<Step>> strands) implements Step {
        public Fork {
            strands = List.copyOf(strands);
        }
    }

    /** {@code once(random)} */
    record Remember(String key) implements Step {}

    record Work(int millis) implements Step {}
}
