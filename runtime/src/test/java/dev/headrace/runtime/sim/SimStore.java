package dev.headrace.runtime.sim;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A store in memory that keeps the contract; its handles share one {@link Shelf}. */
final class SimStore implements EventStore {
    /** What lies in a store, whoever holds a handle on it. */
    static final class Shelf {
        private final Map<RunId, List<Batch>> journals = new TreeMap<>();
        private final NavigableMap<RunId, RunRow> rows = new TreeMap<>();
        private final Map<String, String> versions = new HashMap<>();
        private final Map<RunId, List<Message>> messages = new HashMap<>();
        final SequencedMap<String, Entry> results = new LinkedHashMap<>();
        private long sent;
    }

    private final Shelf shelf;
    private final boolean reader;

    SimStore(Shelf shelf) {
        this(shelf, false);
    }

    private SimStore(Shelf shelf, boolean reader) {
        this.shelf = shelf;
        this.reader = reader;
    }

    static SimStore reader(Shelf shelf) {
        return new SimStore(shelf, true);
    }

    @Override
    public Appended append(List<Batch> batches) {
        if (reader) {
            return new Appended.Refused("it only reads", true);
        }
        synchronized (shelf) {
            return write(batches);
        }
    }

    private Appended write(List<Batch> batches) {
        Map<RunId, Long> next = new HashMap<>();
        TreeSet<RunId> fenced = new TreeSet<>();
        for (Batch batch : batches) {
            long expected = next.computeIfAbsent(batch.run(), this::next);
            if (batch.sequence() == expected) {
                next.put(batch.run(), expected + batch.count());
            } else {
                fenced.add(batch.run());
            }
        }
        if (!fenced.isEmpty()) {
            return new Appended.Fenced(List.copyOf(fenced));
        }
        for (Batch batch : batches) {
            shelf.journals
                    .computeIfAbsent(batch.run(), _ -> new ArrayList<>())
                    .add(
                            new Batch(
                                    batch.run(),
                                    batch.sequence(),
                                    batch.count(),
                                    batch.at(),
                                    batch.events(),
                                    Optional.empty()));
            batch.row().ifPresent(row -> shelf.rows.put(batch.run(), row));
            batch.kept().forEach(entry -> shelf.results.putLast(entry.key(), entry));
        }
        return new Appended.Committed();
    }

    private long next(RunId run) {
        List<Batch> journal = shelf.journals.getOrDefault(run, List.of());
        return journal.isEmpty() ? 1 : journal.getLast().sequence() + journal.getLast().count();
    }

    @Override
    public List<Batch> read(RunId run, long fromSequence, int limit) {
        synchronized (shelf) {
            return shelf.journals.getOrDefault(run, List.of()).stream()
                    .filter(batch -> batch.sequence() >= fromSequence)
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public void keepVersion(String digest, String spec) {
        shelf.versions.putIfAbsent(digest, spec);
    }

    @Override
    public Optional<String> version(String digest) {
        return Optional.ofNullable(shelf.versions.get(digest));
    }

    @Override
    public List<RunRow> runs(int limit, Optional<RunId> before) {
        NavigableMap<RunId, RunRow> older =
                before.map(run -> shelf.rows.headMap(run, false)).orElse(shelf.rows);
        return older.descendingMap().values().stream().limit(limit).toList();
    }

    @Override
    public Optional<RunRow> run(RunId run) {
        return Optional.ofNullable(shelf.rows.get(run));
    }

    @Override
    public List<RunId> named(String prefix, int limit) {
        return shelf.rows.keySet().stream()
                .filter(run -> run.text().startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Override
    public void forget(RunId run) {
        shelf.journals.remove(run);
        shelf.rows.remove(run);
        shelf.messages.remove(run);
        shelf.results.values().removeIf(entry -> entry.run().equals(run));
    }

    @Override
    public Optional<Entry> cached(String key) {
        return Optional.ofNullable(shelf.results.get(key));
    }

    Optional<Entry> anyCached() {
        return shelf.results.values().stream().findFirst();
    }

    @Override
    public List<Entry> cachedLately(String task, int limit) {
        return shelf.results.values().stream()
                .filter(entry -> entry.task().equals(task))
                .sorted(Comparator.comparing(Entry::at).reversed().thenComparing(Entry::key))
                .limit(limit)
                .toList();
    }

    @Override
    public void send(RunId run, String message) {
        if (reader) {
            throw new StoreException(StoreException.Trouble.READ_ONLY, "it only reads");
        }
        shelf.messages
                .computeIfAbsent(run, _ -> new ArrayList<>())
                .add(new Message(++shelf.sent, message));
    }

    @Override
    public List<Message> messages(RunId run) {
        return List.copyOf(shelf.messages.getOrDefault(run, List.of()));
    }

    @Override
    public void taken(RunId run, long message) {
        shelf.messages
                .getOrDefault(run, new ArrayList<>())
                .removeIf(sent -> sent.number() <= message);
    }

    @Override
    public void close() {}
}
