package dev.headrace.app.text;

import java.time.Duration;
import java.time.Instant;

/** Shows what a display is told, always on the same thread. */
interface Narrator {
    void tell(Said said);

    /**
     * Everything that has come was told; says after how long it wants to be called again if nothing
     * comes.
     */
    Duration rest(Instant now);
}
