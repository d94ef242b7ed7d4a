package dev.headrace.spec.flow;

import java.util.List;
import java.util.stream.Collectors;

/** A flow that cannot be; says all that is wrong with it. */
public final class InvalidSpec extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public InvalidSpec(Problem problem) {
        this(List.of(problem));
    }

    public InvalidSpec(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
