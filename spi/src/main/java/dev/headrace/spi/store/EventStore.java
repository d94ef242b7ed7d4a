package dev.headrace.spi.store;

import dev.headrace.spec.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where journals lie. The contract, shown by {@code EventStoreContract}:
 *
 * <ul>
 *   <li>{@link #append} takes all batches or none, and says {@code Committed} only when they are
 *       durable: they survive the loss of power.
 *   <li>A batch names the sequence number of its first event. If the run's journal does not end
 *       just before it, nothing is written and that run is in {@code Fenced}.
 *   <li>{@code Refused}: nothing was written, and asking again later may help. {@code Unknown}: it
 *       may have been written or not; only reading tells.
 *   <li>A reader never waits for a writer, and never sees half an append.
 *   <li>What is read is what was written, character for character, in the order of sequence
 *       numbers.
 *   <li>Nothing here waits for long: a store that is busy says {@code Refused}.
 * </ul>
 *
 * Not safe for use by several threads at once; each has its own.
 */
public interface EventStore extends CacheStore, AutoCloseable {
    /** One commit for all of it. */
    Appended append(List<Batch> batches);

    /**
     * The batches of a run's journal from this sequence number on; at most {@code limit} of them.
     */
    List<Batch> read(RunId run, long fromSequence, int limit);

    /** Keeps a flow version under its digest; keeping it twice is nothing. */
    void keepVersion(String digest, String spec);

    Optional<String> version(String digest);

    /** Newest first; {@code before} is the last one of the page before. */
    List<RunRow> runs(int limit, Optional<RunId> before);

    Optional<RunRow> run(RunId run);

    /** Runs whose id begins so, at most {@code limit}. */
    List<RunId> named(String prefix, int limit);

    /** Forgets a run, its journal, and what it has kept for others. */
    void forget(RunId run);

    /** Leaves a message for whoever owns the run; durable when this returns. */
    void send(RunId run, String message);

    /** Messages for this run, oldest first. They stay until {@link #taken}. */
    List<Message> messages(RunId run);

    /** This message and the older ones have been decided. */
    void taken(RunId run, long message);

    @Override
    void close();

    /**
     * Events of one run that happened together.
     *
     * @param sequence of the first event; the first of a run is 1
     * @param count how many events; the next batch begins at {@code sequence + count}
     * @param events as the codec wrote them
     * @param row what lists show from now on, if that changed
     * @param kept results that other runs may take from now on
     */
    record Batch(
            RunId run,
            long sequence,
            int count,
            Instant at,
            String events,
            Optional<RunRow> row,
            List<Entry> kept) {
        /** A batch that keeps nothing for others. */
        public Batch(
                RunId run,
                long sequence,
                int count,
                Instant at,
                String events,
                Optional<RunRow> row) {
            this(run, sequence, count, at, events, row, List.of());
        }

        public Batch {
            kept = List.copyOf(kept);
            if (sequence < 1 || count < 1) {
                throw new IllegalArgumentException(count + " events from number " + sequence);
            }
        }
    }

    /**
     * A run as lists show it.
     *
     * @param state a word of the run's states
     * @param owner the controller that owns it, or did last
     * @param base where its journal is to be read from: the sequence number of a batch, from 1
     */
    record RunRow(
            RunId run,
            String flow,
            String version,
            String state,
            String owner,
            long epoch,
            Instant created,
            Optional<Instant> ended,
            long base) {
        public RunRow {
            if (base < 1) {
                throw new IllegalArgumentException("a journal does not begin at " + base);
            }
        }

        /** One whose journal is to be read as a whole. */
        public RunRow(
                RunId run,
                String flow,
                String version,
                String state,
                String owner,
                long epoch,
                Instant created,
                Optional<Instant> ended) {
            this(run, flow, version, state, owner, epoch, created, ended, 1);
        }
    }

    /** Something that another process wants of the run. */
    record Message(long number, String content) {}

    /** What became of an append. */
    sealed interface Appended {
        record Committed() implements Appended {}

        record Fenced(List<RunId> runs) implements Appended {}

        /** Nothing was written; {@code full}: the disk has no room or may not be written. */
        record Refused(String why, boolean full) implements Appended {}

        record Unknown(String why) implements Appended {}
    }
}
