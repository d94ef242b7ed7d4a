package dev.headrace.runtime.sim;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Retry.Worth;
import dev.headrace.spec.run.FailureSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Retries that are choosy: about failures, about the time for all of them. */
final class Choosy {
    private static final List<String> NAMES =
            List.of("Flaky", "Always", "SIGKILL", "timeout", "crash", "user", "unseen");

    private Choosy() {}

    /** A quarter of those that there are. */
    static Retry made(Dice dice, Retry plain) {
        if (plain.retries() == 0 || !dice.percent(25)) {
            return plain;
        }
        FailureSet on = dice.percent(40) ? names(dice) : FailureSet.NONE;
        FailureSet never = dice.percent(40) ? names(dice) : FailureSet.NONE;
        Optional<Expr> when =
                dice.percent(30)
                        ? Optional.of(
                                new Expr(
                                        "sim",
                                        dice.percent(10) ? Lists.WRONG : "r" + dice.below(100),
                                        new LinkedHashMap<>(),
                                        ""))
                        : Optional.empty();
        return new Retry(
                plain.retries(),
                plain.delay(),
                plain.factorPercent(),
                plain.cap(),
                dice.below(101),
                dice.percent(20)
                        ? Optional.of(Duration.ofSeconds(dice.between(1, 60)))
                        : Optional.empty(),
                new Worth(on, never, when),
                Retry.LOSSES);
    }

    private static FailureSet names(Dice dice) {
        return new FailureSet(List.of(dice.one(NAMES), dice.one(NAMES)));
    }

    /** Whether its number alone says how often it is tried again. */
    static boolean plain(Retry retry) {
        return retry.worth().equals(Worth.ANY) && retry.within().isEmpty();
    }
}
