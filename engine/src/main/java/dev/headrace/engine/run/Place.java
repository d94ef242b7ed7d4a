package dev.headrace.engine.run;

/**
 * Where a node stands in a queue: deeper ones first, so that what has begun is ended before more is
 * begun; then in the order in which they were asked for.
 */
public record Place(int depth, int ordinal) implements Comparable<Place> {
    static Place of(NodeState node) {
        return new Place(node.depth(), node.ordinal());
    }

    @Override
    public int compareTo(Place other) {
        int deeper = Integer.compare(other.depth, depth);
        return deeper != 0 ? deeper : Integer.compare(ordinal, other.ordinal);
    }
}
