package dev.headrace.engine.persistent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of its keys that never changes: an AVL tree whose changed copies share all but
 * the path to the change.
 */
public final class Sorted<K extends Comparable<K>, V> implements Iterable<Sorted.Entry<K, V>> {
    /** A key and what lies under it. */
    public record Entry<K, V>(K key, V value) {}

    private final @Nullable Branch<K, V> root;

    private Sorted(@Nullable Branch<K, V> root) {
        this.root = root;
    }

    public static <K extends Comparable<K>, V> Sorted<K, V> empty() {
        return new Sorted<>(null);
    }

    public int size() {
        return sizeOf(root);
    }

    public boolean isEmpty() {
        return root == null;
    }

    public Optional<V> get(K key) {
        Branch<K, V> at = root;
        while (at != null) {
            int side = key.compareTo(at.key);
            if (side == 0) {
                return Optional.of(at.value);
            }
            at = side < 0 ? at.left : at.right;
        }
        return Optional.empty();
    }

    public boolean has(K key) {
        return get(key).isPresent();
    }

    /** With this value under this key, whatever lay there. */
    public Sorted<K, V> with(K key, V value) {
        return new Sorted<>(put(root, key, value));
    }

    public Sorted<K, V> without(K key) {
        return has(key) ? new Sorted<>(remove(root, key)) : this;
    }

    public Optional<Entry<K, V>> first() {
        Branch<K, V> at = root;
        while (at != null && at.left != null) {
            at = at.left;
        }
        return at == null ? Optional.empty() : Optional.of(new Entry<>(at.key, at.value));
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        return new Walk<>(root, null);
    }

    /** The entries from this key on, in order. */
    public Iterable<Entry<K, V>> from(K key) {
        return () -> new Walk<>(root, key);
    }

    /** The same keys with the same values, however they came to be there. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Sorted<?, ?> sorted) || sorted.size() != size()) {
            return false;
        }
        Iterator<?> theirs = sorted.iterator();
        for (Entry<K, V> entry : this) {
            if (!entry.equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Entry<K, V> entry : this) {
            hash = 31 * hash + entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Entry<K, V> entry : this) {
            text.append(text.length() > 1 ? ", " : "").append(entry.key());
            text.append('=').append(entry.value());
        }
        return text.append('}').toString();
    }

    private record Branch<K, V>(
            K key,
            V value,
            @Nullable Branch<K, V> left,
            @Nullable Branch<K, V> right,
            int height,
            int count) {
        static <K, V> Branch<K, V> of(
                K key, V value, @Nullable Branch<K, V> left, @Nullable Branch<K, V> right) {
            return new Branch<>(
                    key,
                    value,
                    left,
                    right,
                    1 + Math.max(tall(left), tall(right)),
                    1 + sizeOf(left) + sizeOf(right));
        }
    }

    private static <K, V> int tall(@Nullable Branch<K, V> branch) {
        return branch == null ? 0 : branch.height;
    }

    private static <K, V> int sizeOf(@Nullable Branch<K, V> branch) {
        return branch == null ? 0 : branch.count;
    }

    private static <K extends Comparable<K>, V> Branch<K, V> put(
            @Nullable Branch<K, V> at, K key, V value) {
        if (at == null) {
            return Branch.of(key, value, null, null);
        }
        int side = key.compareTo(at.key);
        if (side == 0) {
            return Branch.of(at.key, value, at.left, at.right);
        }
        return side < 0
                ? balanced(at.key, at.value, put(at.left, key, value), at.right)
                : balanced(at.key, at.value, at.left, put(at.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Branch<K, V> remove(
            @Nullable Branch<K, V> at, K key) {
        if (at == null) {
            return null;
        }
        int side = key.compareTo(at.key);
        if (side < 0) {
            return balanced(at.key, at.value, remove(at.left, key), at.right);
        }
        if (side > 0) {
            return balanced(at.key, at.value, at.left, remove(at.right, key));
        }
        if (at.left == null) {
            return at.right;
        }
        if (at.right == null) {
            return at.left;
        }
        Branch<K, V> next = at.right;
        while (next.left != null) {
            next = next.left;
        }
        return balanced(next.key, next.value, at.left, remove(at.right, next.key));
    }

    private static <K, V> Branch<K, V> balanced(
            K key, V value, @Nullable Branch<K, V> left, @Nullable Branch<K, V> right) {
        if (left != null && left.height > tall(right) + 1) {
            if (tall(left.left) >= tall(left.right)) {
                return Branch.of(
                        left.key, left.value, left.left, Branch.of(key, value, left.right, right));
            }
            Branch<K, V> up = present(left.right);
            return Branch.of(
                    up.key,
                    up.value,
                    Branch.of(left.key, left.value, left.left, up.left),
                    Branch.of(key, value, up.right, right));
        }
        if (right != null && right.height > tall(left) + 1) {
            if (tall(right.right) >= tall(right.left)) {
                return Branch.of(
                        right.key,
                        right.value,
                        Branch.of(key, value, left, right.left),
                        right.right);
            }
            Branch<K, V> up = present(right.left);
            return Branch.of(
                    up.key,
                    up.value,
                    Branch.of(key, value, left, up.left),
                    Branch.of(right.key, right.value, up.right, right.right));
        }
        return Branch.of(key, value, left, right);
    }

    private static <K, V> Branch<K, V> present(@Nullable Branch<K, V> branch) {
        if (branch == null) {
            throw new IllegalStateException("the taller side of a tree is never empty");
        }
        return branch;
    }

    private static final class Walk<K extends Comparable<K>, V> implements Iterator<Entry<K, V>> {
        private final Deque<Branch<K, V>> open = new ArrayDeque<>();

        Walk(@Nullable Branch<K, V> root, @Nullable K from) {
            Branch<K, V> at = root;
            while (at != null) {
                if (from != null && at.key.compareTo(from) < 0) {
                    at = at.right;
                } else {
                    open.push(at);
                    at = at.left;
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !open.isEmpty();
        }

        @Override
        public Entry<K, V> next() {
            if (open.isEmpty()) {
                throw new NoSuchElementException();
            }
            Branch<K, V> at = open.pop();
            Branch<K, V> below = at.right;
            while (below != null) {
                open.push(below);
                below = below.left;
            }
            return new Entry<>(at.key, at.value);
        }
    }
}
