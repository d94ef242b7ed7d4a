package dev.headrace.engine.run;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The signals of a run: those that nobody has waited for yet, and who waits for one.
 *
 * @param kept signals that nobody has taken, in the order in which they came
 * @param waiting the waits for a signal, by its name; deeper ones first, then as asked for
 * @param known the ids of the last {@link #KNOWN_MAX} signals: one that comes twice counts once
 * @param order the same ids by when they came
 * @param came how many signals have come at all
 */
public record Mailbox(
        Sorted<Integer, Kept> kept,
        Sorted<String, Sorted<Place, NodePath>> waiting,
        Sorted<String, Integer> known,
        Sorted<Integer, String> order,
        int came) {
    /** How many signals are kept for those who will wait for them. */
    public static final int KEPT_MAX = 1_000;

    /** Characters of JSON in what is sent along with a signal. */
    public static final int PAYLOAD_MAX = 1 << 16;

    static final int KNOWN_MAX = 4_000;

    /** Of how many signals that were taken a run that goes on afresh knows the ids. */
    static final int CARRIED_MAX = 100;

    static final Mailbox EMPTY =
            new Mailbox(Sorted.empty(), Sorted.empty(), Sorted.empty(), Sorted.empty(), 0);

    /**
     * A signal that nobody has taken.
     *
     * @param id its own; who sends it again sends the same
     */
    public record Kept(String id, String name, Value payload, String who, Instant at) {
        public Kept {
            Objects.requireNonNull(payload);
            Objects.requireNonNull(at);
        }
    }

    /** What a run that goes on afresh has of one that did before: see {@link #carried}. */
    static Mailbox carried(List<Kept> signals, List<String> known) {
        Map<String, Kept> byId = new HashMap<>();
        signals.forEach(signal -> byId.put(signal.id(), signal));
        Mailbox mailbox = EMPTY;
        for (String id : known) {
            int number = mailbox.came + 1;
            Kept signal = byId.get(id);
            mailbox =
                    new Mailbox(
                            signal == null ? mailbox.kept : mailbox.kept.with(number, signal),
                            mailbox.waiting,
                            mailbox.known.with(id, number),
                            mailbox.order.with(number, id),
                            number);
        }
        return mailbox;
    }

    /** The signals that nobody has taken, the oldest first. */
    List<Kept> untaken() {
        List<Kept> untaken = new ArrayList<>();
        kept.forEach(entry -> untaken.add(entry.value()));
        return untaken;
    }

    /** The ids of all that is kept, and of the last {@link #CARRIED_MAX} signals. */
    List<String> carried() {
        SequencedSet<String> ids = new LinkedHashSet<>();
        for (var entry : kept) {
            if (!known.has(entry.value().id())) {
                ids.add(entry.value().id());
            }
        }
        int old = order.size() - CARRIED_MAX;
        for (var entry : order) {
            if (old-- <= 0 || kept.has(entry.key())) {
                ids.add(entry.value());
            }
        }
        return List.copyOf(ids);
    }

    boolean knows(String id) {
        return known.has(id);
    }

    /** The oldest one of this name. */
    Optional<Kept> oldest(String name) {
        for (var entry : kept) {
            if (entry.value().name().equals(name)) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    /** Who waits for a signal of this name, and has it next. */
    public Optional<NodePath> next(String name) {
        return waiting.get(name).flatMap(Sorted::first).map(Sorted.Entry::value);
    }

    Mailbox received(Kept signal) {
        int number = came + 1;
        Sorted<String, Integer> ids = known.with(signal.id(), number);
        Sorted<Integer, String> numbers = order.with(number, signal.id());
        if (numbers.size() > KNOWN_MAX) {
            var oldest = numbers.first().orElseThrow();
            numbers = numbers.without(oldest.key());
            ids = ids.without(oldest.value());
        }
        return new Mailbox(kept.with(number, signal), waiting, ids, numbers, number);
    }

    /** The signal with this id. */
    public Optional<Kept> find(String id) {
        for (var entry : kept) {
            if (entry.value().id().equals(id)) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    Mailbox taken(String id) {
        for (var entry : kept) {
            if (entry.value().id().equals(id)) {
                return new Mailbox(kept.without(entry.key()), waiting, known, order, came);
            }
        }
        throw new IllegalStateException("the journal is corrupt: no signal " + id);
    }

    Mailbox waits(String name, Place place, NodePath node) {
        Sorted<Place, NodePath> those = waiting.get(name).orElse(Sorted.empty());
        return new Mailbox(kept, waiting.with(name, those.with(place, node)), known, order, came);
    }

    Mailbox waitsNoMore(String name, Place place) {
        Sorted<Place, NodePath> those = waiting.get(name).orElse(Sorted.empty()).without(place);
        return new Mailbox(
                kept,
                those.isEmpty() ? waiting.without(name) : waiting.with(name, those),
                known,
                order,
                came);
    }
}
