package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import java.io.IOException;

/** Outcomes in the words of the runner link, for others who are told them in these. */
public final class LinkText {
    private LinkText() {}

    /** {@code ["ok", value]}, {@code ["failed", {…}]}, {@code ["skipped", why]}. */
    public static Outcome outcome(String json) throws IOException {
        try (Frame frame = Frame.of(json)) {
            return Outcomes.read(frame).outcome();
        }
    }

    /** A failure, as {@code ["failed", …]} has it. */
    public static Failure failure(String json) throws IOException {
        return Outcomes.failure(json);
    }
}
