package dev.headrace.spec.flow;

/** How many items of a ForEach have to succeed for it to succeed. */
public sealed interface Tolerance {
    Tolerance NONE = new AtMost(0);

    /** Whether, with all items over, these are too few that succeeded or too many that failed. */
    boolean exceeded(Counts items);

    /** Whether no further item is wanted. */
    boolean satisfied(Counts items);

    /** So many may fail. */
    record AtMost(int n) implements Tolerance {
        public AtMost {
            if (n < 0 || n > ForEach.ITEMS_MAX) {
                throw new IllegalArgumentException(
                        "0.." + ForEach.ITEMS_MAX + " items may fail, not " + n);
            }
        }

        @Override
        public boolean exceeded(Counts items) {
            return items.bad() > n;
        }

        @Override
        public boolean satisfied(Counts items) {
            return false;
        }
    }

    /** So many of a hundred may fail. */
    record Percent(int n) implements Tolerance {
        public Percent {
            if (n < 1 || n > 100) {
                throw new IllegalArgumentException("a percentage is 1..100, not " + n);
            }
        }

        @Override
        public boolean exceeded(Counts items) {
            return 100L * items.bad() > (long) n * items.settled();
        }

        @Override
        public boolean satisfied(Counts items) {
            return false;
        }
    }

    /** So many are enough: when they have succeeded, the others are stopped. */
    record Enough(int n) implements Tolerance {
        public Enough {
            if (n < 1 || n > ForEach.ITEMS_MAX) {
                throw new IllegalArgumentException(
                        "1.." + ForEach.ITEMS_MAX + " items are enough, not " + n);
            }
        }

        @Override
        public boolean exceeded(Counts items) {
            return items.succeeded() < n;
        }

        @Override
        public boolean satisfied(Counts items) {
            return items.succeeded() >= n;
        }
    }
}
