package dev.headrace.codec.flow;

import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import java.util.Collection;
import java.util.function.Supplier;

/** What can be wrong with the document of a flow. */
final class Complaint {
    private Complaint() {}

    static InvalidSpec syntax(int line, int column, String what) {
        return new InvalidSpec(
                Problem.at("line " + line + ", column " + column, "HR-0106", what)
                        .because("the document of a flow is one JSON object")
                        .mend("correct the JSON there"));
    }

    static InvalidSpec shape(String at, String found, String wanted) {
        return new InvalidSpec(
                Problem.at(at, "HR-0108", found)
                        .because("wanted is " + wanted)
                        .mend("write it as docs/generated/spec.schema.json says"));
    }

    static InvalidSpec unknown(String at, String name, Collection<String> names) {
        return new InvalidSpec(
                Problem.at(at, "HR-0107", "'" + name + "' is not known here")
                        .because("known are " + String.join(", ", names))
                        .mend(
                                Nearest.to(name, names)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("take it out")));
    }

    static InvalidSpec twice(String at, String name) {
        return new InvalidSpec(
                Problem.at(at, "HR-0104", "'" + name + "' is there twice")
                        .because("names are unique among siblings")
                        .mend("give one of them another name"));
    }

    static InvalidSpec newer(long format) {
        return new InvalidSpec(
                Problem.at("headrace", "HR-0109", "a flow in format " + format)
                        .because("this program knows format " + FlowCodec.FORMAT)
                        .mend("use a newer headrace, or make the document again with this one"));
    }

    /** What the types of a flow themselves refuse, with its place in the document. */
    static <T> T placed(String at, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (InvalidSpec e) {
            throw new InvalidSpec(
                    e.problems().stream()
                            .map(problem -> problem.in(below(at, problem.place())))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new InvalidSpec(
                    Problem.at(at, "HR-0105", String.valueOf(e.getMessage()))
                            .because("everything has a limit")
                            .mend("stay within it"));
        }
    }

    static String below(String at, String name) {
        return at.isEmpty() || name.isEmpty() ? at + name : at + "." + name;
    }
}
