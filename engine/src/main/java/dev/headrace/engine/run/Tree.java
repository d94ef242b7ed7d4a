package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.spec.run.NodePath;
import java.util.Optional;

/**
 * All nodes of a run, and the queues of those that can move: each event puts in them what it makes
 * possible, so that nobody ever scans.
 *
 * @param ready tasks that want a place on a worker
 * @param resumable parked bodies that have what they waited for
 * @param openable graphs and ForEachs whose needs are met
 * @param doomed nodes that wait for what will never succeed, and for which
 * @param closable nodes whose work and whose children are over
 * @param asked how many nodes there are
 * @param live how many attempts a worker has, or may have
 * @param brevity how long tasks of a name have taken
 */
public record Tree(
        Sorted<NodePath, NodeState> nodes,
        Sorted<Place, NodePath> ready,
        Sorted<Place, NodePath> resumable,
        Sorted<Place, NodePath> openable,
        Sorted<Place, Doom> doomed,
        Sorted<Place, NodePath> closable,
        int asked,
        int live,
        Sorted<String, Brevity> brevity) {
    /** A node that cannot start, and the need that did not succeed. */
    public record Doom(NodePath node, NodePath because) {}

    /** How often tasks of a name have run, and how long in all. */
    public record Brevity(int count, long micros) {
        private static final int ENOUGH = 8;
        private static final long BRIEF_MICROS = 2_000;

        static final Brevity UNKNOWN = new Brevity(0, 0);

        Brevity and(long more) {
            return count >= 1_000
                    ? new Brevity(501, micros / 2 + more)
                    : new Brevity(count + 1, micros + more);
        }

        boolean brief() {
            return count >= ENOUGH && micros / count < BRIEF_MICROS;
        }
    }

    static final Tree EMPTY =
            new Tree(
                    Sorted.empty(),
                    Sorted.empty(),
                    Sorted.empty(),
                    Sorted.empty(),
                    Sorted.empty(),
                    Sorted.empty(),
                    0,
                    0,
                    Sorted.empty());

    public NodeState node(NodePath path) {
        return find(path).orElseThrow(() -> new IllegalStateException("no node '" + path + "'"));
    }

    public Optional<NodeState> find(NodePath path) {
        return nodes.get(path);
    }

    public NodeState root() {
        return node(NodePath.ROOT);
    }

    /** Whether tasks of this name are known to be over in less than 2 ms. */
    public boolean brief(String name) {
        return brevity.get(name).orElse(Brevity.UNKNOWN).brief();
    }

    /** The nodes below a node, in the order of their paths. */
    public Iterable<Sorted.Entry<NodePath, NodeState>> below(NodePath path) {
        return nodes.from(path);
    }

    Tree withBrevity(String name, long micros) {
        return new Tree(
                nodes,
                ready,
                resumable,
                openable,
                doomed,
                closable,
                asked,
                live,
                brevity.with(name, brevity.get(name).orElse(Brevity.UNKNOWN).and(micros)));
    }
}
