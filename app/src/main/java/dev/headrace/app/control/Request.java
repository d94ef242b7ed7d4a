package dev.headrace.app.control;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a user wants to have run.
 *
 * @param file of the flow
 * @param flow its name, where the file has several
 * @param set arguments by name, as written
 * @param params a file of arguments
 * @param slots how many cpus tasks may use at once
 */
public record Request(
        Path file,
        Optional<String> flow,
        SequencedMap<String, String> set,
        Optional<Path> params,
        int slots) {
    public Request {
        set = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(set));
    }
}
