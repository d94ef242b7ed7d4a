package dev.headrace.spec.flow;

/** How many items of a ForEach may fail without its failing; null stands for their results. */
public sealed interface Tolerance {
    Tolerance NONE = new AtMost(0);

    /** Whether so many bad ones of so many are too many. */
    boolean exceeded(int bad, int all);

    /** So many. */
    record AtMost(int n) implements Tolerance {
        public AtMost {
            if (n < 0 || n > ForEach.ITEMS_MAX) {
                throw new IllegalArgumentException(
                        "0.." + ForEach.ITEMS_MAX + " items may fail, not " + n);
            }
        }

        @Override
        public boolean exceeded(int bad, int all) {
            return bad > n;
        }
    }

    /** So many of a hundred. */
    record Percent(int n) implements Tolerance {
        public Percent {
            if (n < 1 || n > 100) {
                throw new IllegalArgumentException("a percentage is 1..100, not " + n);
            }
        }

        @Override
        public boolean exceeded(int bad, int all) {
            return 100L * bad > (long) n * all;
        }
    }
}
