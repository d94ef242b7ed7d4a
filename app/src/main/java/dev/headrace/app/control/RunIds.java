package dev.headrace.app.control;

import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Makes ids of runs: nine letters of time, five of chance. */
final class RunIds {
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_LETTERS = 9;
    private static final int CHANCE_LETTERS = 5;
    private static final int CANDIDATES = 5;

    private final SecureRandom chance = new SecureRandom();

    RunId next(Instant now) {
        StringBuilder text = new StringBuilder(TIME_LETTERS + CHANCE_LETTERS);
        long millis = now.toEpochMilli();
        for (int i = TIME_LETTERS - 1; i >= 0; i--) {
            text.append(LETTERS.charAt((int) (millis >>> (5 * i)) & 31));
        }
        for (int i = 0; i < CHANCE_LETTERS; i++) {
            text.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
        }
        return new RunId(text.toString());
    }

    /** The one run whose id begins so. */
    static RunId named(EventStore store, String word) {
        List<RunId> found = store.named(word, CANDIDATES);
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new InvalidSpec(
                found.isEmpty()
                        ? Problem.at(word, "HR-0427", "there is no such run here")
                                .because("no run's id begins with '" + word + "'")
                                .mend("headrace runs lists them")
                        : Problem.at(word, "HR-0427", "several runs' ids begin so")
                                .because(
                                        found.stream()
                                                .map(RunId::text)
                                                .collect(Collectors.joining(", ")))
                                .mend("give more of the id"));
    }
}
