package dev.headrace.spec.run;

import dev.headrace.spec.run.Failure.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Some failures, by name: a kind such as {@code timeout}, or a type such as {@code ValueError} or
 * {@code flow.BadInput}. Who names a class means those that are derived from it, too; a name
 * without a dot means each class of that name, of whichever module.
 *
 * @param names none means no failure at all
 */
public record FailureSet(List<String> names) {
    public static final int NAMES_MAX = 100;

    /** Characters. */
    public static final int NAME_MAX = 200;

    public static final FailureSet NONE = new FailureSet(List.of());

    public FailureSet {
        names = List.copyOf(names);
        if (names.size() > NAMES_MAX) {
            throw new IllegalArgumentException(
                    "at most " + NAMES_MAX + " failures can be named, not " + names.size());
        }
        for (String name : names) {
            if (name.isBlank() || name.length() > NAME_MAX) {
                throw new IllegalArgumentException(
                        "the name of a failure has 1.." + NAME_MAX + " characters");
            }
        }
    }

    /** The kind of that name, if it is one. */
    public static Optional<Kind> kind(String name) {
        for (Kind kind : Kind.values()) {
            if (word(kind).equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** A kind as it is written in flows. */
    public static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a failure of this kind may pass by itself. */
    public static boolean mayPass(Kind kind) {
        return switch (kind) {
            case USER, CRASH, TIMEOUT, MEMORY, UPSTREAM, UNSEEN, STORE -> true;
            case VALUE, INPUT, DIVERGED, LIMIT, CAPACITY, CANCELLED, LOST, ENGINE -> false;
        };
    }

    /**
     * Checks that each of them may pass by itself.
     *
     * @throws IllegalArgumentException if one of them never does
     */
    public void checkHopeful() {
        for (String name : names) {
            if (kind(name).filter(kind -> !mayPass(kind)).isPresent()) {
                throw new IllegalArgumentException(
                        "what fails as '" + name + "' fails again: it is never tried again");
            }
        }
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    public boolean has(Failure failure) {
        return first(failure).isPresent();
    }

    /** The first name that means this failure. */
    public Optional<String> first(Failure failure) {
        return names.stream().filter(name -> means(name, failure)).findFirst();
    }

    private static boolean means(String name, Failure failure) {
        Optional<Kind> kind = kind(name);
        return kind.isPresent()
                ? kind.get() == failure.kind()
                : named(failure.type(), name)
                        || failure.types().stream().anyMatch(type -> named(type, name));
    }

    private static boolean named(String type, String name) {
        return type.equals(name) || type.endsWith("." + name);
    }
}
