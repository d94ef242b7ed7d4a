package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.WorkerId;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a worker is made of.
 *
 * @param slots cpus that it offers, 1 to 1,000
 * @param python the interpreter of its supervisor and runners
 * @param sdk the folder that holds the package {@code headrace}
 * @param sockets a folder for its socket; the path must be short
 * @param environment of what it starts
 * @param log where supervisor and runners write before a run begins
 */
public record Setup(
        WorkerId id,
        int slots,
        Path python,
        Path sdk,
        Path sockets,
        Path cwd,
        Map<String, String> environment,
        Path log) {
    public Setup {
        environment = Map.copyOf(new TreeMap<>(environment));
        if (slots < 1 || slots > 1000) {
            throw new IllegalArgumentException("slots must be 1..1000, not " + slots);
        }
    }
}
