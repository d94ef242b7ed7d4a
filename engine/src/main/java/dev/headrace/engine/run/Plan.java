package dev.headrace.engine.run;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes of a run that is over will run again, and why. What people are shown before is what
 * the run is then reopened with: both come from {@link #of}.
 *
 * <p>Like Airflow's "clear" with what is downstream, Argo's "retry" and Metaflow's "resume STEP".
 *
 * @param again nodes of the run that begin anew, in the order in which they were asked for, what is
 *     within a node right after it. What is within a node that starts from scratch is not among
 *     them: it will be asked for anew
 */
public record Plan(SequencedMap<NodePath, Why> again) {
    /** Why a node runs again. */
    public enum Why {
        /** It has failed. */
        FAILED("it failed"),
        /** It has not succeeded for another reason. */
        UNFINISHED("it has not succeeded"),
        /** Somebody named it. */
        ASKED("it was asked for"),
        /** It does not run: somebody says what it came to. */
        BY_HAND("it is said by hand"),
        /** It needs something that runs again, or was called after it. */
        DOWNSTREAM("it follows"),
        /** Something within it, or that it called, runs again. */
        AROUND("something within it runs again");

        private final String words;

        Why(String words) {
            this.words = words;
        }

        /** In a few words. */
        public String words() {
            return words;
        }

        /** Whether nothing of what it had done counts any more. */
        boolean fromScratch() {
            return this == ASKED || this == DOWNSTREAM || this == BY_HAND;
        }
    }

    /**
     * A node that will run, or may; {@code known} is false for items that a list has yet to make,
     * and for what a template does.
     */
    public record Line(NodePath path, Why why, boolean task, boolean calls) {}

    /** Nothing runs again. */
    public static final Plan NOTHING = new Plan(new LinkedHashMap<>());

    public Plan {
        again = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(again));
    }

    /** What this selection means for the run as it is. */
    public static Plan of(RunState.Begun run, Selection selection) {
        Drawing drawing = new Drawing(run.tree());
        switch (selection) {
            case Selection.Unfinished _ -> drawing.unfinished();
            case Selection.Failed(var below) -> drawing.failed(below.orElse(NodePath.ROOT));
            case Selection.From(NodePath node, _) -> drawing.from(node);
            case Selection.Marked(NodePath node, _) -> drawing.marked(node);
        }
        return drawing.plan();
    }

    public boolean isEmpty() {
        return again.isEmpty();
    }

    /** With what a run is reopened. */
    RunEvent.Reset reset(Selection selection) {
        List<NodePath> kept = new ArrayList<>();
        List<NodePath> scratch = new ArrayList<>();
        again.forEach((path, why) -> (why.fromScratch() ? scratch : kept).add(path));
        List<RunEvent.Edit> edits = new ArrayList<>();
        if (selection instanceof Selection.From(NodePath node, var values)) {
            values.forEach((name, value) -> edits.add(new RunEvent.Edit(node, name, value)));
        }
        return new RunEvent.Reset(kept, scratch, edits);
    }

    /**
     * Each task that will run, also those that are not there yet but that the spec tells; a list
     * whose items are not known stands for them.
     */
    public List<Line> lines(RunState.Begun run) {
        List<Line> lines = new ArrayList<>();
        again.forEach((path, why) -> {
            if (why == Why.BY_HAND) {
                return;
            }
            NodeState node = run.tree().node(path);
            boolean anew = why.fromScratch() || node.family().children().isEmpty();
            if (node.spec() instanceof Task) {
                lines.add(new Line(path, why, true, !node.family().children().isEmpty()));
            } else if (anew) {
                below(path, node.spec(), why, lines);
            }
        });
        return lines;
    }

    private static void below(NodePath top, Node spec, Why why, List<Line> lines) {
        record Open(NodePath path, Node spec) {}
        Deque<Open> open = new ArrayDeque<>(List.of(new Open(top, spec)));
        while (!open.isEmpty()) {
            Open next = open.pop();
            switch (next.spec()) {
                case Task _, Wait _ -> lines.add(new Line(next.path(), why, true, false));
                case ForEach _, Call _ -> lines.add(new Line(next.path(), why, false, false));
                case Graph graph -> {
                    List<Open> children = new ArrayList<>();
                    graph.children()
                            .forEach((name, child) ->
                                    children.add(new Open(next.path().child(name), child.node())));
                    children.reversed().forEach(open::push);
                }
            }
        }
    }

    /** A plan while it is made. */
    private static final class Drawing {
        private static final List<Result> UNDONE =
                List.of(Result.FAILED, Result.ERRORED, Result.CANCELLED, Result.OMITTED);

        private final Tree tree;
        private final SequencedMap<NodePath, Why> again = new LinkedHashMap<>();
        private final Deque<NodePath> open = new ArrayDeque<>();
        private final Set<NodePath> searched = new TreeSet<>();

        Drawing(Tree tree) {
            this.tree = tree;
        }

        Plan plan() {
            SequencedMap<NodePath, Why> sorted = new LinkedHashMap<>();
            again.entrySet().stream()
                    .filter(entry -> !withinScratch(entry.getKey()))
                    .sorted((one, other) -> inOrder(one.getKey(), other.getKey()))
                    .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            return new Plan(sorted);
        }

        /** As they were asked for, what is within a node right after it. */
        private int inOrder(NodePath one, NodePath other) {
            List<Integer> mine = ordinals(one);
            List<Integer> others = ordinals(other);
            for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
                int compared = mine.get(i).compareTo(others.get(i));
                if (compared != 0) {
                    return compared;
                }
            }
            return Integer.compare(mine.size(), others.size());
        }

        private List<Integer> ordinals(NodePath path) {
            List<Integer> ordinals = new ArrayList<>();
            Optional<NodePath> at = Optional.of(path);
            while (at.isPresent()) {
                NodeState node = tree.node(at.get());
                ordinals.add(node.ordinal());
                at = node.parent();
            }
            return ordinals.reversed();
        }

        private boolean withinScratch(NodePath path) {
            Optional<NodePath> above = tree.node(path).parent();
            while (above.isPresent()) {
                Why why = again.get(above.get());
                if (why != null && why.fromScratch()) {
                    return true;
                }
                above = tree.node(above.get()).parent();
            }
            return false;
        }

        /** As {@link Reopening#reset} does it. */
        void unfinished() {
            Deque<NodePath> left = new ArrayDeque<>(List.of(NodePath.ROOT));
            while (!left.isEmpty()) {
                NodeState node = tree.node(left.pop());
                if (!node.succeeded()) {
                    boolean around = !(node.spec() instanceof Task) && hasChildren(node);
                    again.put(
                            node.path(),
                            around ? Why.AROUND : hasFailed(node) ? Why.FAILED : Why.UNFINISHED);
                    if (around) {
                        node.family().children().forEach(child -> left.push(child.value()));
                    }
                }
            }
        }

        void failed(NodePath below) {
            Deque<NodePath> left = new ArrayDeque<>(List.of(below));
            while (!left.isEmpty()) {
                NodeState node = tree.node(left.pop());
                if (node.spec() instanceof Task || !hasChildren(node)) {
                    if (hasFailed(node)) {
                        add(node.path(), Why.FAILED);
                        stoppedFor(node);
                    }
                } else {
                    node.family().children().forEach(child -> left.push(child.value()));
                }
            }
            follow();
        }

        void from(NodePath node) {
            add(node, Why.ASKED);
            follow();
        }

        /** What a body called has its place in the answers that the body gets again. */
        void marked(NodePath node) {
            add(node, Why.BY_HAND);
            follow();
            if (tree.node(node).call().isPresent()) {
                again.remove(node);
            }
        }

        private void add(NodePath path, Why why) {
            Why before = again.get(path);
            if (before == null || (!before.fromScratch() && why.fromScratch())) {
                again.put(path, why);
                open.push(path);
            }
        }

        /** All that follows from what is in the plan so far. */
        private void follow() {
            while (!open.isEmpty()) {
                NodeState node = tree.node(open.pop());
                node.dependents().forEach(next -> add(next.value(), Why.DOWNSTREAM));
                if (node.parent().isEmpty()) {
                    continue;
                }
                NodeState parent = tree.node(node.parent().get());
                if (parent.spec() instanceof Task) {
                    parent.family()
                            .children()
                            .forEach(child -> {
                                if (child.key() > node.ordinal()) {
                                    add(child.value(), Why.DOWNSTREAM);
                                }
                            });
                }
                add(parent.path(), Why.AROUND);
            }
        }

        /** Of graphs around that hold when something fails: else they would hold again at once. */
        private void stoppedFor(NodeState failed) {
            Optional<NodePath> above = failed.parent();
            while (above.isPresent()) {
                NodeState around = tree.node(above.get());
                if (around.spec() instanceof Graph
                        && around.family().halted()
                        && searched.add(around.path())) {
                    stoppedIn(around);
                }
                above = around.parent();
            }
        }

        /** What has failed in there, and what that has stopped or kept from beginning. */
        private void stoppedIn(NodeState graph) {
            Deque<NodePath> left = new ArrayDeque<>(List.of(graph.path()));
            while (!left.isEmpty()) {
                NodeState node = tree.node(left.pop());
                if (!(node.spec() instanceof Task) && hasChildren(node)) {
                    node.family().children().forEach(child -> left.push(child.value()));
                } else if (node.result().filter(UNDONE::contains).isPresent()) {
                    add(node.path(), hasFailed(node) ? Why.FAILED : Why.UNFINISHED);
                }
            }
        }

        private static boolean hasChildren(NodeState node) {
            return !node.family().children().isEmpty();
        }

        private static boolean hasFailed(NodeState node) {
            return node.outcome()
                    .filter(came -> came instanceof Outcome.Failed || came instanceof Outcome.Lost)
                    .isPresent();
        }
    }
}
