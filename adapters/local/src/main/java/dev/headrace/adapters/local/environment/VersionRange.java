package dev.headrace.adapters.local.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of Python as {@code requires-python} names them: {@code >=3.10, <4, !=3.12.*}. */
record VersionRange(List<Clause> clauses) {
    private static final Pattern CLAUSE =
            Pattern.compile("(>=|<=|==|!=|~=|>|<)\\s*v?(\\d{1,6}(?:\\.\\d{1,6}){0,3})(\\.\\*)?");

    VersionRange {
        clauses = List.copyOf(clauses);
    }

    /** Empty when this is no specifier that we understand. */
    static Optional<VersionRange> parse(String text) {
        var clauses = new ArrayList<Clause>();
        for (String part : text.split(",", -1)) {
            Matcher clause = CLAUSE.matcher(part.strip());
            if (!clause.matches()) {
                return Optional.empty();
            }
            String operator = clause.group(1);
            boolean prefix = clause.group(3) != null;
            int[] version = numbers(clause.group(2));
            boolean exact = operator.equals("==") || operator.equals("!=");
            boolean tooShort = operator.equals("~=") && version.length < 2;
            if ((prefix && !exact) || tooShort) {
                return Optional.empty();
            }
            clauses.add(new Clause(operator, version, prefix));
        }
        return Optional.of(new VersionRange(clauses));
    }

    boolean contains(String version) {
        int[] numbers = numbers(version);
        return clauses.stream().allMatch(clause -> clause.contains(numbers));
    }

    /** The numbers that a version begins with: of {@code 3.14.0rc1} these are 3, 14 and 0. */
    private static int[] numbers(String version) {
        Matcher release = Pattern.compile("\\d{1,6}(\\.\\d{1,6})*").matcher(version);
        return release.lookingAt()
                ? Arrays.stream(release.group().split("\\.")).mapToInt(Integer::parseInt).toArray()
                : new int[0];
    }

    /** One comparison. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Clause(String operator, int[] version, boolean prefix) {
        boolean contains(int[] other) {
            return switch (operator) {
                case "==" -> isEqual(other);
                case "!=" -> !isEqual(other);
                case ">=" -> compare(other) >= 0;
                case "<=" -> compare(other) <= 0;
                case ">" -> compare(other) > 0;
                case "<" -> compare(other) < 0;
                case "~=" -> compare(other) >= 0 && begins(other, version.length - 1);
                default -> throw new IllegalStateException(operator);
            };
        }

        private boolean isEqual(int[] other) {
            return prefix ? begins(other, version.length) : compare(other) == 0;
        }

        private boolean begins(int[] other, int length) {
            return Arrays.equals(Arrays.copyOf(other, length), Arrays.copyOf(version, length));
        }

        private int compare(int[] other) {
            int length = Math.max(other.length, version.length);
            return Arrays.compare(Arrays.copyOf(other, length), Arrays.copyOf(version, length));
        }
    }
}
