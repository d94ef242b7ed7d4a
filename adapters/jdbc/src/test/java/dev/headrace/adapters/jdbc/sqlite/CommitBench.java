package dev.headrace.adapters.jdbc.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Appended;
import dev.headrace.spi.store.EventStore.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Prints what a commit costs beside a bare sync, in interleaved rounds: {@code CommitBench FOLDER
 * [rounds]}. Not a test.
 */
final class CommitBench {
    private static final int COMMITS = 200;
    private static final int DROPPED = 3;
    private static final String EVENT =
            "[{\"t\":\"attempt-ended\",\"v\":1,\"path\":\"train[3]/fit\",\"outcome\":[\"ok\",0.97],"
                    + "\"worker\":\"local-1\",\"started\":1767225600000000,\"micros\":1234}]";

    private CommitBench() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        Files.createDirectories(folder);
        long opening = System.nanoTime();
        var store = SqliteStore.open(folder.resolve("headrace.db"));
        System.out.printf("open: %d us%n", (System.nanoTime() - opening) / 1000);
        var run = new RunId("bench" + Long.toString(System.nanoTime() & 0xffffffffL, 36) + "000");
        long[] commits = new long[rounds * COMMITS];
        long[] syncs = new long[rounds * COMMITS];
        long sequence = 1;
        try (var probe =
                FileChannel.open(
                        folder.resolve("probe"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            probe.write(ByteBuffer.allocate(COMMITS * 4120), 0);
            probe.force(true);
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < COMMITS; i++) {
                    long start = System.nanoTime();
                    probe.write(ByteBuffer.wrap(new byte[4120]), i * 4120L);
                    probe.force(false);
                    syncs[round * COMMITS + i] = System.nanoTime() - start;
                }
                for (int i = 0; i < COMMITS; i++) {
                    long start = System.nanoTime();
                    var batch =
                            new Batch(run, sequence++, 1, Instant.EPOCH, EVENT, Optional.empty());
                    if (!(store.append(List.of(batch)) instanceof Appended.Committed)) {
                        throw new IllegalStateException("not committed");
                    }
                    commits[round * COMMITS + i] = System.nanoTime() - start;
                }
            }
        }
        print("write and fdatasync of 4,120 bytes", syncs);
        print("commit of 1 event, " + EVENT.getBytes(UTF_8).length + " bytes", commits);
        long start = System.nanoTime();
        store.append(
                List.of(
                        new Batch(
                                run,
                                sequence,
                                1000,
                                Instant.EPOCH,
                                EVENT.repeat(1000),
                                Optional.empty())));
        System.out.printf("commit of 1,000 events: %d us%n", (System.nanoTime() - start) / 1000);
        start = System.nanoTime();
        int batches = store.read(run, 1, Integer.MAX_VALUE).size();
        System.out.printf(
                "read of %d batches: %d us%n", batches, (System.nanoTime() - start) / 1000);
        start = System.nanoTime();
        store.close();
        System.out.printf("close: %d us%n", (System.nanoTime() - start) / 1000);
    }

    private static void print(String what, long[] nanos) {
        long[] kept = Arrays.copyOfRange(nanos, DROPPED * COMMITS, nanos.length);
        Arrays.sort(kept);
        System.out.printf(
                "%s: p50 %d us, p90 %d us, p99 %d us, max %d us%n",
                what,
                kept[kept.length / 2] / 1000,
                kept[kept.length * 9 / 10] / 1000,
                kept[kept.length * 99 / 100] / 1000,
                kept[kept.length - 1] / 1000);
    }
}
