package dev.headrace.adapters.local.home;

import dev.headrace.spec.flow.Problem;
import org.jspecify.annotations.Nullable;

/** What keeps a command from being carried out here; the user can mend it. */
public final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int BAD_INPUT = 2;
    private static final int STORE_OR_ENVIRONMENT = 3;

    private final transient Problem problem;
    private final int status;

    private Trouble(Problem problem, int status, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
        this.status = status;
    }

    /** The store or the environment is not as it must be. */
    public static Trouble with(Problem problem) {
        return new Trouble(problem, STORE_OR_ENVIRONMENT, null);
    }

    public static Trouble with(Problem problem, Throwable cause) {
        return new Trouble(problem, STORE_OR_ENVIRONMENT, cause);
    }

    /** What the user wrote is wrong, and nothing was started. */
    public static Trouble input(Problem problem) {
        return new Trouble(problem, BAD_INPUT, null);
    }

    public Problem problem() {
        return problem;
    }

    /** The exit status of the command line. */
    public int status() {
        return status;
    }
}
