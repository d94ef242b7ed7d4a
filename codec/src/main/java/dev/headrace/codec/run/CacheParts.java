package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.DURATION;
import static dev.headrace.codec.run.Slots.INSTANT;
import static dev.headrace.codec.run.Slots.INTEGER;
import static dev.headrace.codec.run.Slots.PATH;
import static dev.headrace.codec.run.Slots.RUN;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.engine.run.CacheSource;
import dev.headrace.engine.run.NotTaken;
import dev.headrace.engine.run.NotTaken.What;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvent.CacheHit;
import dev.headrace.engine.run.RunEvent.CacheMissed;
import dev.headrace.spec.run.CachePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The events of looking for results of earlier runs. */
final class CacheParts {
    private CacheParts() {}

    private static final Slot<What> WHAT = Slots.word(What.values(), CacheParts::word);

    private static String word(What what) {
        return switch (what) {
            case NEW -> "new";
            case CODE -> "code";
            case INPUT -> "input";
            case ENVIRONMENT -> "environment";
            case SALT -> "salt";
            case EXPIRED -> "expired";
            case GONE -> "gone";
            case OFF -> "off";
            case UNSETTLED -> "unsettled";
            case UNREAD -> "unread";
        };
    }

    static final Parts<CacheSource> SOURCE =
            Parts.of(
                    "source",
                    CacheSource::new,
                    Member.of("run", RUN, CacheSource::run),
                    Member.of("task", PATH, CacheSource::task),
                    Member.of("at", INSTANT, CacheSource::at));

    static final Parts<NotTaken> NOT_TAKEN =
            Parts.of(
                    "not-taken",
                    NotTaken::new,
                    Member.of("what", WHAT, NotTaken::what),
                    Member.or("", "part", TEXT, NotTaken::part),
                    Member.or("", "before", TEXT, NotTaken::before),
                    Member.or("", "now", TEXT, NotTaken::now),
                    Member.or(0, "more", INTEGER, NotTaken::more),
                    Member.maybe("nearest", SOURCE.slot(), NotTaken::nearest));

    static final Parts<CachePolicy> POLICY =
            Parts.of(
                    "cache-policy",
                    (Optional<Duration> expiry, String salt, List<String> ignore, String code) ->
                            new CachePolicy(expiry, salt, new TreeSet<>(ignore), code),
                    Member.maybe("expiry", DURATION, CachePolicy::expiry),
                    Member.or("", "salt", TEXT, CachePolicy::salt),
                    Member.list("ignore", TEXT, policy -> List.copyOf(policy.ignore())),
                    Member.or("", "code", TEXT, CachePolicy::code));

    private static final Parts<CacheHit> CACHE_HIT =
            Parts.of(
                    "cache-hit",
                    CacheHit::new,
                    Member.of("node", PATH, CacheHit::node),
                    Member.of("key", TEXT, CacheHit::key),
                    Member.of("value", VALUE, CacheHit::value),
                    Member.list("artifacts", EndingParts.ARTIFACT.slot(), CacheHit::artifacts),
                    Member.of("from", SOURCE.slot(), CacheHit::from));

    private static final Parts<CacheMissed> CACHE_MISSED =
            Parts.of(
                    "cache-missed",
                    CacheMissed::new,
                    Member.of("node", PATH, CacheMissed::node),
                    Member.or("", "key", TEXT, CacheMissed::key),
                    Member.of("parts", VALUE, CacheMissed::parts),
                    Member.of("why", NOT_TAKEN.slot(), CacheMissed::why));

    static final List<Parts<? extends RunEvent>> ALL = List.of(CACHE_HIT, CACHE_MISSED);

    /** All that is called by name in the tables above. */
    static final List<Parts<?>> NAMED = List.of(SOURCE, NOT_TAKEN, POLICY);

    static void write(Out out, RunEvent.OfCache event) {
        switch (event) {
            case CacheHit it -> EventParts.write(out, CACHE_HIT, it);
            case CacheMissed it -> EventParts.write(out, CACHE_MISSED, it);
        }
    }
}
