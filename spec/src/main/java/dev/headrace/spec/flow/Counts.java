package dev.headrace.spec.flow;

import java.util.Set;

/**
 * How many nodes came to what.
 *
 * @param open how many have not come to anything yet; {@link #UNKNOWN} when nobody knows how many
 *     there will be
 */
public record Counts(
        int succeeded, int failed, int errored, int skipped, int omitted, int cancelled, int open) {
    /** More than there can ever be. */
    public static final int UNKNOWN = 1 << 28;

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    public static Counts open(int open) {
        return new Counts(0, 0, 0, 0, 0, 0, open);
    }

    /** One that was open has come to this. */
    public Counts settled(Result result) {
        return and(result).opened(-1);
    }

    public Counts opened(int more) {
        return new Counts(succeeded, failed, errored, skipped, omitted, cancelled, open + more);
    }

    private Counts and(Result result) {
        return switch (result) {
            case SUCCEEDED ->
                    new Counts(succeeded + 1, failed, errored, skipped, omitted, cancelled, open);
            case FAILED ->
                    new Counts(succeeded, failed + 1, errored, skipped, omitted, cancelled, open);
            case ERRORED ->
                    new Counts(succeeded, failed, errored + 1, skipped, omitted, cancelled, open);
            case SKIPPED ->
                    new Counts(succeeded, failed, errored, skipped + 1, omitted, cancelled, open);
            case OMITTED ->
                    new Counts(succeeded, failed, errored, skipped, omitted + 1, cancelled, open);
            case CANCELLED ->
                    new Counts(succeeded, failed, errored, skipped, omitted, cancelled + 1, open);
        };
    }

    public Counts plus(Counts more) {
        return new Counts(
                succeeded + more.succeeded,
                failed + more.failed,
                errored + more.errored,
                skipped + more.skipped,
                omitted + more.omitted,
                cancelled + more.cancelled,
                Math.min(UNKNOWN, open + more.open));
    }

    public int of(Result result) {
        return switch (result) {
            case SUCCEEDED -> succeeded;
            case FAILED -> failed;
            case ERRORED -> errored;
            case SKIPPED -> skipped;
            case OMITTED -> omitted;
            case CANCELLED -> cancelled;
        };
    }

    public int among(Set<Result> results) {
        int sum = 0;
        for (Result result : results) {
            sum += of(result);
        }
        return sum;
    }

    /** Those that came to no good. */
    public int bad() {
        return failed + errored + cancelled;
    }

    public int settled() {
        return succeeded + failed + errored + skipped + omitted + cancelled;
    }
}
