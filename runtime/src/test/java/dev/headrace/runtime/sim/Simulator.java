package dev.headrace.runtime.sim;

import java.util.Optional;

/** Looks for worlds that break a law. */
final class Simulator {
    /** Each planted bug must show within so many worlds. */
    static final int PATIENCE = 2_000;

    private Simulator() {}

    /** The first world that shows a planted bug. */
    static Optional<World.Trace> find(Plant plant) {
        for (long seed = 1; seed <= PATIENCE; seed++) {
            World.Trace trace = World.live(seed, Optional.of(plant), new Counters());
            if (trace.broken().isPresent()) {
                return Optional.of(trace);
            }
        }
        return Optional.empty();
    }

    /** What people need to see of a broken law. */
    static String report(World.Trace trace, Broken broken) {
        StringBuilder report = new StringBuilder();
        report.append("seed ").append(trace.seed());
        report.append(" after ").append(trace.steps()).append(" steps:\n");
        trace.tail().forEach(line -> report.append("  ").append(line).append('\n'));
        report.append(broken.getMessage()).append('\n');
        for (Throwable cause = broken.getCause(); cause != null; cause = cause.getCause()) {
            report.append("  because of ").append(cause).append('\n');
            for (int i = 0; i < Math.min(12, cause.getStackTrace().length); i++) {
                report.append("    at ").append(cause.getStackTrace()[i]).append('\n');
            }
        }
        return report.append("./verify sim --seed ")
                .append(trace.seed())
                .append(" --worlds 1")
                .toString();
    }
}
