package dev.headrace.frontends.yaml;

import dev.headrace.frontends.flow.RetryWhen;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Retry.Worth;
import dev.headrace.spec.run.Failure.Kind;
import dev.headrace.spec.run.FailureSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads when a failed task is tried again. */
final class RetryReader {
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final String FACTOR = "a factor such as 2 or 1.5";
    private static final List<Key> KEYS =
            List.of(
                    Key.RETRIES,
                    Key.RETRY_DELAY,
                    Key.RETRY_FACTOR,
                    Key.RETRY_CAP,
                    Key.RETRY_JITTER,
                    Key.RETRY_WITHIN,
                    Key.RETRY_ON,
                    Key.RETRY_NEVER,
                    Key.RETRY_WHEN,
                    Key.LOSSES);

    private RetryReader() {}

    static Retry retry(Members members, Expressions language) {
        if (KEYS.stream().noneMatch(members::has)) {
            return Retry.NONE;
        }
        int retries =
                members.get(Key.RETRIES, yaml -> Scalars.whole(yaml, 0, Retry.RETRIES_MAX), 0);
        Duration delay = members.get(Key.RETRY_DELAY, Scalars::duration, DELAY);
        int factor =
                members.get(Key.RETRY_FACTOR, yaml -> Scalars.thousandths(yaml, FACTOR), 2_000)
                        / 10;
        Duration cap = members.get(Key.RETRY_CAP, Scalars::duration, Retry.DELAY_MAX);
        int jitter = members.get(Key.RETRY_JITTER, RetryReader::percent, Retry.JITTER_PERCENT);
        Optional<Duration> within = members.get(Key.RETRY_WITHIN).map(Scalars::duration);
        FailureSet on = members.get(Key.RETRY_ON, RetryReader::failures, FailureSet.NONE);
        FailureSet never = members.get(Key.RETRY_NEVER, RetryReader::failures, FailureSet.NONE);
        Optional<Expr> when = members.get(Key.RETRY_WHEN).map(yaml -> when(yaml, language));
        int losses =
                members.get(
                        Key.LOSSES, yaml -> Scalars.whole(yaml, 0, Retry.LOSSES_MAX), Retry.LOSSES);
        Worth worth =
                Complaint.placed(members.place(Key.RETRY_ON), () -> new Worth(on, never, when));
        return Complaint.placed(
                members.place(toBlame(delay, cap, within)),
                () -> new Retry(retries, delay, factor, cap, jitter, within, worth, losses));
    }

    private static Key toBlame(Duration delay, Duration cap, Optional<Duration> within) {
        if (delay.compareTo(Retry.DELAY_MAX) > 0) {
            return Key.RETRY_DELAY;
        }
        if (cap.compareTo(Retry.DELAY_MAX) > 0) {
            return Key.RETRY_CAP;
        }
        return within.isPresent() && !fits(within.get()) ? Key.RETRY_WITHIN : Key.RETRY_FACTOR;
    }

    private static boolean fits(Duration within) {
        return within.isPositive() && within.compareTo(Retry.WITHIN_MAX) <= 0;
    }

    private static int percent(Yaml yaml) {
        String wanted = "how much of a delay may be added to it: 10%";
        String text = Scalars.written(yaml, wanted);
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
        if (!digits.matches("[0-9]{1,9}")) {
            throw Complaint.wanted(yaml, wanted);
        }
        int percent = Integer.parseInt(digits);
        if (percent > 100) {
            throw Complaint.limit(yaml.place(), percent + " is not within 0..100 %");
        }
        return percent;
    }

    private static Expr when(Yaml yaml, Expressions language) {
        String text = Scalars.text(yaml, "a condition such as error.kind == \"timeout\"");
        String kept = Path.of(yaml.place().file()).getFileName() + ":" + yaml.place().line();
        return RetryWhen.read(language, text, yaml.place().toString(), kept);
    }

    /** Kinds and types of failures. */
    static FailureSet failures(Yaml yaml) {
        String wanted = "a list of failures: kinds such as timeout, types such as ValueError";
        if (!(yaml instanceof YamlList list)) {
            throw Complaint.wanted(yaml, wanted);
        }
        List<String> names = new ArrayList<>();
        for (Yaml item : list.items()) {
            String name = Scalars.text(item, "a failure: timeout or ValueError, for one");
            if (name.matches("[a-z_]+") && FailureSet.kind(name).isEmpty()) {
                throw unknown(item, name);
            }
            names.add(name);
        }
        return Complaint.placed(yaml.place(), () -> new FailureSet(names));
    }

    /** Types begin with a capital letter, or name their module. */
    private static RuntimeException unknown(Yaml item, String name) {
        List<String> kinds = Arrays.stream(Kind.values()).map(FailureSet::word).toList();
        return Complaint.of(
                item.place(),
                "HR-0108",
                "'" + Complaint.shortened(name) + "' is no kind of failure",
                "kinds are "
                        + String.join(", ", kinds)
                        + "; a type is written with its module"
                        + " unless it begins with a capital letter",
                Nearest.to(name, kinds)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("correct the name"));
    }
}
