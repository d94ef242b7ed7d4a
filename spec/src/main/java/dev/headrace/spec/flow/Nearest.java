package dev.headrace.spec.flow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a misspelt name was meant to be. */
public final class Nearest {
    private Nearest() {}

    /** The name at the least edit distance, if it is near enough to be a slip. */
    public static Optional<String> to(String wanted, Collection<String> names) {
        int limit = Math.max(1, wanted.length() / 3);
        return names.stream()
                .filter(name -> distance(wanted, name) <= limit)
                .min(
                        Comparator.<String>comparingInt(name -> distance(wanted, name))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + change);
            }
            before = row;
        }
        return before[b.length()];
    }
}
