package dev.headrace.codec.run;

import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Value;
import java.time.DateTimeException;
import java.util.List;
import tools.jackson.core.JacksonException;

/** What a task made, as it is kept for other runs. */
public final class MadeCodec {
    private MadeCodec() {}

    /**
     * What a task made.
     *
     * @param value its result
     * @param artifacts what it gave a name to
     */
    public record Made(Value value, List<Ending.Named> artifacts) {
        public Made {
            artifacts = List.copyOf(artifacts);
        }
    }

    private static final Parts<Made> MADE =
            Parts.of(
                    "made",
                    Made::new,
                    Member.of("value", Slots.VALUE, Made::value),
                    Member.list("artifacts", EndingParts.ARTIFACT.slot(), Made::artifacts));

    public static String write(Made made) {
        Out out = new Out();
        MADE.slot().write(out, made);
        return out.toString();
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws UnreadableJournal if it did not
     */
    public static Made read(String text) {
        try (In in = new In(text)) {
            in.next();
            return MADE.slot().read(in);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw UnreadableJournal.damaged(String.valueOf(e.getMessage()));
        }
    }
}
