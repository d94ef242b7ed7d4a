package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/** What a ForEach goes over. */
public sealed interface Items {
    /** All values that have to be there before the items are known. */
    List<Input> inputs();

    /** The items of a list. */
    record Of(Input list) implements Items {
        public Of {
            Objects.requireNonNull(list);
        }

        @Override
        public List<Input> inputs() {
            return List.of(list);
        }
    }

    /** Items that are made of several values. */
    sealed interface Made extends Items {}

    /** Every combination, each an object by these names. The last list goes through first. */
    record Product(SequencedMap<String, Input> lists) implements Made {
        public Product {
            lists = some(lists);
        }

        @Override
        public List<Input> inputs() {
            return List.copyOf(lists.values());
        }
    }

    /** The firsts of all lists, the seconds, and so on, each an object; all are of one length. */
    record Zip(SequencedMap<String, Input> lists) implements Made {
        public Zip {
            lists = some(lists);
        }

        @Override
        public List<Input> inputs() {
            return List.copyOf(lists.values());
        }
    }

    /** Whole numbers from one to below another, as Python counts: the step may be negative. */
    record Range(Input from, Input to, Input step) implements Made {
        public Range {
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
            Objects.requireNonNull(step);
        }

        @Override
        public List<Input> inputs() {
            return List.of(from, to, step);
        }
    }

    int LISTS_MAX = 20;

    private static SequencedMap<String, Input> some(SequencedMap<String, Input> lists) {
        if (lists.isEmpty() || lists.size() > LISTS_MAX) {
            throw new IllegalArgumentException(
                    "items are made of 1.." + LISTS_MAX + " lists, not " + lists.size());
        }
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lists));
    }
}
