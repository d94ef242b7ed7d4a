package dev.headrace.app.control;

import dev.headrace.spec.run.RunId;
import java.security.SecureRandom;
import java.time.Instant;

/** Makes ids of runs: nine letters of time, five of chance. */
final class RunIds {
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_LETTERS = 9;
    private static final int CHANCE_LETTERS = 5;

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
}
