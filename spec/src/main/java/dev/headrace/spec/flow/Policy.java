package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;

/** What a failure in a graph means for the rest of it, and for its own outcome. */
public record Policy(OnFailure onFailure, Decides decides) {
    /** All that can still start does, and every child counts. */
    public static final Policy PLAIN = new Policy(OnFailure.FINISH, new Decides.All());

    /** What becomes of the others when a child has failed. */
    public enum OnFailure {
        /** All that can still start does. */
        FINISH,
        /** Nothing starts any more; what runs may end. As Argo's {@code failFast}. */
        HOLD,
        /** What runs is stopped, too. As Airflow's {@code fail_fast}. */
        STOP
    }

    /** Which children decide what the graph comes to. */
    public sealed interface Decides {
        record All() implements Decides {}

        /**
         * Those that no other needs. One of them that was omitted counts as failed when something
         * before it did. As in Airflow and Argo.
         */
        record Leaves() implements Decides {}

        /** These, in the same way. As Argo's {@code target}. */
        record Named(SequencedSet<String> names) implements Decides {
            public Named {
                names = Collections.unmodifiableSequencedSet(new TreeSet<>(names));
                if (names.isEmpty()) {
                    throw new IllegalArgumentException("at least one child decides");
                }
            }
        }
    }

    public Policy {
        Objects.requireNonNull(onFailure);
        Objects.requireNonNull(decides);
    }
}
