package dev.headrace.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.spec.run.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the attempts of a run wrote.
 *
 * @param folder of the run
 */
public record LogFiles(Path folder) {
    /** Number of the attempt, path of the task, offset, file: as the worker writes it. */
    private static final Pattern BEGAN = Pattern.compile("(\\d+) (\\S*) (\\d{1,18}) (.+)");

    private static final int TAIL_BYTES = 16 * 1024;

    /** The last lines of a part of a log. */
    public List<String> tail(Ending.Log log, int lines) {
        long from = Math.max(log.from(), log.to() - TAIL_BYTES);
        List<String> all =
                new ArrayList<>(
                        new String(read(log.file(), from, log.to()), UTF_8).lines().toList());
        if (from > log.from() && all.size() > 1) {
            all.removeFirst();
        }
        while (!all.isEmpty() && all.getLast().isBlank()) {
            all.removeLast();
        }
        return all.size() <= lines ? all : all.subList(all.size() - lines, all.size());
    }

    /** Where attempts that run, or ran, began to write; by {@code PATH@NUMBER}. */
    public Map<String, Ending.Log> begun() {
        Map<String, Ending.Log> begun = new HashMap<>();
        String text = new String(read("began", 0, Long.MAX_VALUE), UTF_8);
        for (String line : text.lines().toList()) {
            Matcher parts = BEGAN.matcher(line);
            if (parts.matches()) {
                long from = Long.parseLong(parts.group(3));
                begun.put(
                        parts.group(2) + "@" + parts.group(1),
                        new Ending.Log(parts.group(4), from, Long.MAX_VALUE));
            }
        }
        return begun;
    }

    /** How long a file is. */
    public long size(String file) {
        try {
            return Files.size(folder.resolve(file));
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The bytes of a file from here to there, or to its end; none where the file is gone. */
    public byte[] read(String file, long from, long to) {
        try (FileChannel channel = FileChannel.open(folder.resolve(file))) {
            long end = Math.min(to, channel.size());
            if (end <= from) {
                return new byte[0];
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.min(end - from, 1 << 30)));
            long at = from;
            while (bytes.hasRemaining()) {
                int count = channel.read(bytes, at);
                if (count < 0) {
                    break;
                }
                at += count;
            }
            return bytes.hasRemaining()
                    ? Arrays.copyOf(bytes.array(), bytes.position())
                    : bytes.array();
        } catch (NoSuchFileException gone) {
            return new byte[0];
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
