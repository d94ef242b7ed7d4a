package dev.headrace.spec.run;

import java.util.Objects;

/**
 * Where a node stands in its run: {@code train/fold[3]/fit}. The root is the empty path. A path is
 * stable over retries, replays and resumes.
 */
public record NodePath(String text) implements Comparable<NodePath> {
    /** How deep tasks may call tasks. */
    public static final int DEPTH_MAX = 64;

    /** Characters in one part of a path. */
    public static final int PART_MAX = 200;

    public static final NodePath ROOT = new NodePath("");

    public NodePath {
        Objects.requireNonNull(text);
    }

    /** The child that is called {@code key} here. */
    public NodePath child(String key) {
        if (!isPart(key)) {
            throw new IllegalArgumentException("not a part of a path: '" + key + "'");
        }
        return new NodePath(text.isEmpty() ? key : text + "/" + key);
    }

    /** The child for item {@code index} of this node: {@code fit} becomes {@code fit[3]}. */
    public NodePath item(int index) {
        return new NodePath(text + "[" + index + "]");
    }

    public static boolean isPart(String key) {
        return !key.isEmpty()
                && key.length() <= PART_MAX
                && key.indexOf('/') < 0
                && key.chars().noneMatch(c -> c <= ' ' || c == 127);
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /** The last part. */
    public String key() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(NodePath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
