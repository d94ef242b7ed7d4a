package dev.headrace.spec.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Named children, each of which waits for those that it needs. A graph that exists has no cycle and
 * no unknown need; its result is the object of its last children's results by name.
 *
 * @param policy what a failure in it means
 */
public record Graph(SequencedMap<String, Child> children, Policy policy) implements Node {
    public static final int CHILDREN_MAX = 100_000;

    /**
     * A node under a name.
     *
     * @param needs names of siblings; those that its inputs come from are among them
     * @param rules what holds for it here
     */
    public record Child(Node node, SequencedSet<String> needs, Rules rules) {
        public Child {
            Objects.requireNonNull(node);
            Objects.requireNonNull(rules);
            needs = Collections.unmodifiableSequencedSet(new TreeSet<>(needs));
        }

        /** One for which nothing is said. */
        public Child(Node node, SequencedSet<String> needs) {
            this(node, needs, Rules.PLAIN);
        }
    }

    /** One for which nothing is said. */
    public Graph(SequencedMap<String, Child> children) {
        this(children, Policy.PLAIN);
    }

    public Graph {
        Objects.requireNonNull(policy);
        if (children.isEmpty() || children.size() > CHILDREN_MAX) {
            throw new InvalidSpec(
                    Problem.at("", "HR-0105", "a graph with " + children.size() + " children")
                            .because("a graph has 1.." + CHILDREN_MAX + " children")
                            .mend("give it tasks, or split it"));
        }
        children = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(children));
        List<Problem> problems = new ArrayList<>(Needs.unknown(children));
        if (problems.isEmpty()) {
            problems.addAll(Needs.cycles(children));
            problems.addAll(Needs.joins(children));
            problems.addAll(Needs.conditions(children));
            problems.addAll(Needs.deciding(children, policy));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpec(problems);
        }
    }
}
