package dev.headrace.app.testing;

import dev.headrace.codec.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What came of one case.
 *
 * @param differences none if all is as expected
 * @param run the document of the run
 * @param skipped how much time was skipped
 * @param took real time
 */
public record CaseResult(
        String name,
        List<Difference> differences,
        JsonObject run,
        Duration skipped,
        Duration took) {
    public CaseResult {
        Objects.requireNonNull(name);
        differences = List.copyOf(differences);
        Objects.requireNonNull(run);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
