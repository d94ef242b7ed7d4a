package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.spec.run.NodePath;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All nodes of a run, and the queues of those that can move: each event puts in them what it makes
 * possible, so that nobody ever scans. A node's phase alone says which queue it stands in.
 *
 * @param ready tasks that want a place on a worker
 * @param resumable parked bodies that have what they waited for
 * @param openable graphs and ForEachs whose needs are met
 * @param doomed nodes that wait for what will never succeed
 * @param closable nodes whose work and whose children are over
 * @param live how many attempts a worker has, or may have
 * @param hands what people outside want of nodes
 * @param parked how many of them are bodies that wait for children
 * @param asleep how many waits have begun and not ended
 * @param brevity how long tasks of a name have taken
 * @param settled how often a node has settled
 * @param mailbox the signals of the run
 * @param folded how many nodes of rounds that are over are gone
 * @param numbers the numbers of attempts
 * @param clocks times that matter to hooks
 * @param cache what is to be looked up in the cache, and what was found there
 */
public record Tree(
        Sorted<NodePath, NodeState> nodes,
        Sorted<Place, NodePath> ready,
        Sorted<Place, NodePath> resumable,
        Sorted<Place, NodePath> openable,
        Sorted<Place, NodePath> doomed,
        Sorted<Place, NodePath> closable,
        int live,
        Hands hands,
        int parked,
        int asleep,
        Sorted<String, Brevity> brevity,
        int settled,
        Mailbox mailbox,
        int folded,
        Numbers numbers,
        Clocks clocks,
        Caching cache) {
    /**
     * What numbers attempts have, so that no two attempts of a run at the same path have the same.
     *
     * @param above tasks that are new have numbers above this
     * @param highest that any has had
     */
    public record Numbers(int above, int highest) {
        static final Numbers FIRST = new Numbers(0, 0);

        static Numbers above(int earlier) {
            return new Numbers(earlier, earlier);
        }

        Numbers with(int number) {
            return number <= highest ? this : new Numbers(above, number);
        }
    }

    /**
     * Times that matter to hooks.
     *
     * @param since when the work of a node that has hooks began
     * @param due when a hook that is under way must be over
     */
    public record Clocks(Sorted<NodePath, Instant> since, Sorted<NodePath, Instant> due) {
        static final Clocks NONE = new Clocks(Sorted.empty(), Sorted.empty());
    }

    /** Somebody wants something of a node. */
    public record Hold(String who, String why) {}

    /**
     * What people outside want of nodes.
     *
     * @param holds nodes that must not begin; a ready one stands in no queue
     * @param marks nodes of which somebody said what they came to
     */
    public record Hands(Sorted<NodePath, Hold> holds, Sorted<NodePath, Hold> marks) {
        static final Hands NONE = new Hands(Sorted.empty(), Sorted.empty());

        Hands withHolds(Sorted<NodePath, Hold> changed) {
            return new Hands(changed, marks);
        }

        Hands withMarks(Sorted<NodePath, Hold> changed) {
            return new Hands(holds, changed);
        }
    }

    /** Nodes that must not begin. */
    public Sorted<NodePath, Hold> holds() {
        return hands.holds();
    }

    /** How often tasks of a name have succeeded, and how long they took in all. */
    public record Brevity(int count, long micros) {
        private static final int ENOUGH = 8;
        private static final int MEMORY = 1_000;
        private static final long BRIEF_MICROS = 2_000;

        static final Brevity UNKNOWN = new Brevity(0, 0);

        Brevity and(long more) {
            return count >= MEMORY
                    ? new Brevity(MEMORY / 2 + 1, micros / 2 + more)
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
                    Hands.NONE,
                    0,
                    0,
                    Sorted.empty(),
                    0,
                    Mailbox.EMPTY,
                    0,
                    Numbers.FIRST,
                    Clocks.NONE,
                    Caching.NOTHING);

    /** No nodes yet, in a run that goes on afresh. */
    static Tree carrying(Mailbox mailbox, Numbers numbers) {
        return new Tree(
                EMPTY.nodes,
                EMPTY.ready,
                EMPTY.resumable,
                EMPTY.openable,
                EMPTY.doomed,
                EMPTY.closable,
                0,
                Hands.NONE,
                0,
                0,
                EMPTY.brevity,
                0,
                mailbox,
                0,
                numbers,
                Clocks.NONE,
                Caching.NOTHING);
    }

    public NodeState node(NodePath path) {
        return find(path).orElseThrow(() -> new IllegalStateException("no node '" + path + "'"));
    }

    public Optional<NodeState> find(NodePath path) {
        return nodes.get(path);
    }

    /**
     * The same nodes in the order in which they settled; those that have not keep their place,
     * first.
     */
    public List<NodePath> bySettling(List<NodePath> paths) {
        if (paths.size() < 2) {
            return paths;
        }
        record Settled(int as, NodePath path) {}
        return paths.stream()
                .map(path -> new Settled(find(path).map(NodeState::settledAs).orElse(0), path))
                .sorted(Comparator.comparingInt(Settled::as))
                .map(Settled::path)
                .toList();
    }

    /** Whether it is part of the run now, and not left from what has been started from scratch. */
    public boolean has(NodeState node) {
        NodeState each = node;
        while (each.parent().isPresent()) {
            NodeState above = node(each.parent().get());
            if (!above.family().children().has(each.ordinal())
                    && !above.family().handlers().has(each.ordinal())) {
                return false;
            }
            each = above;
        }
        return true;
    }

    public NodeState root() {
        return node(NodePath.ROOT);
    }

    /** Whether nothing moves until a wait ends. */
    public boolean waits() {
        return asleep > 0 && live == parked && ready.isEmpty() && cache.lookups().isEmpty();
    }

    /** Whether tasks of this name are known to be over in less than 2 ms. */
    public boolean brief(String name) {
        return brevity.get(name).orElse(Brevity.UNKNOWN).brief();
    }
}
