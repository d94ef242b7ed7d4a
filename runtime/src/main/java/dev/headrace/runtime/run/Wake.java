package dev.headrace.runtime.run;

import java.time.Instant;
import java.util.Optional;

/** When the loop has something to do next, if nothing comes before. */
public record Wake(Optional<Instant> due) {
    static final Wake WHEN_SOMETHING_COMES = new Wake(Optional.empty());

    static Wake at(Instant due) {
        return new Wake(Optional.of(due));
    }
}
