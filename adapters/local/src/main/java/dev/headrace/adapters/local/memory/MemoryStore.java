package dev.headrace.adapters.local.memory;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Journals in memory. Durable as long as the process lives, which is to say not at all. */
public final class MemoryStore implements EventStore {
    private final TreeMap<RunId, Journal> journals = new TreeMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private final Map<RunId, List<Message>> messages = new HashMap<>();
    private final SequencedMap<String, Entry> results = new LinkedHashMap<>();
    private long messageNumber;

    private static final class Journal {
        final List<Batch> batches = new ArrayList<>();
        Optional<RunRow> row = Optional.empty();
        long next = 1;
    }

    @Override
    public Appended append(List<Batch> batches) {
        Map<RunId, Long> next = new HashMap<>();
        List<RunId> fenced = new ArrayList<>();
        for (Batch batch : batches) {
            Journal journal = journals.get(batch.run());
            long expected = next.getOrDefault(batch.run(), journal == null ? 1L : journal.next);
            if (batch.sequence() != expected && !fenced.contains(batch.run())) {
                fenced.add(batch.run());
            }
            next.put(batch.run(), batch.sequence() + batch.count());
        }
        if (!fenced.isEmpty()) {
            return new Appended.Fenced(fenced);
        }
        for (Batch batch : batches) {
            Journal journal = journals.computeIfAbsent(batch.run(), _ -> new Journal());
            journal.batches.add(batch);
            journal.next = batch.sequence() + batch.count();
            journal.row = batch.row().or(() -> journal.row);
            batch.kept().forEach(entry -> results.putLast(entry.key(), entry));
        }
        return new Appended.Committed();
    }

    @Override
    public List<Batch> read(RunId run, long fromSequence, int limit) {
        Journal journal = journals.get(run);
        return journal == null
                ? List.of()
                : journal.batches.stream()
                        .filter(batch -> batch.sequence() >= fromSequence)
                        .limit(limit)
                        .toList();
    }

    @Override
    public void keepVersion(String digest, String spec) {
        versions.putIfAbsent(digest, spec);
    }

    @Override
    public Optional<String> version(String digest) {
        return Optional.ofNullable(versions.get(digest));
    }

    @Override
    public List<RunRow> runs(int limit, Optional<RunId> before) {
        return journals.descendingMap().entrySet().stream()
                .filter(entry -> before.isEmpty() || entry.getKey().compareTo(before.get()) < 0)
                .flatMap(entry -> entry.getValue().row.stream())
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<RunRow> run(RunId run) {
        return Optional.ofNullable(journals.get(run)).flatMap(journal -> journal.row);
    }

    @Override
    public List<RunId> named(String prefix, int limit) {
        return journals.keySet().stream()
                .filter(run -> run.text().startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Override
    public void forget(RunId run) {
        journals.remove(run);
        messages.remove(run);
        results.values().removeIf(entry -> entry.run().equals(run));
    }

    @Override
    public Optional<Entry> cached(String key) {
        return Optional.ofNullable(results.get(key));
    }

    @Override
    public List<Entry> cachedLately(String task, int limit) {
        return results.values().stream()
                .filter(entry -> entry.task().equals(task))
                .sorted(Comparator.comparing(Entry::at).reversed().thenComparing(Entry::key))
                .limit(limit)
                .toList();
    }

    @Override
    public void send(RunId run, String message) {
        messages.computeIfAbsent(run, _ -> new ArrayList<>())
                .add(new Message(++messageNumber, message));
    }

    @Override
    public List<Message> messages(RunId run) {
        return List.copyOf(messages.getOrDefault(run, List.of()));
    }

    @Override
    public void taken(RunId run, long message) {
        messages.computeIfAbsent(run, _ -> new ArrayList<>())
                .removeIf(kept -> kept.number() <= message);
    }

    @Override
    public void close() {}
}
