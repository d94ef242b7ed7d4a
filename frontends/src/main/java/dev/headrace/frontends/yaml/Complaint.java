package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;

/** What can be wrong with a flow in YAML. */
final class Complaint {
    private Complaint() {}

    static InvalidSpec of(Place place, String code, String what, String why, String mend) {
        return new InvalidSpec(Problem.at(place.toString(), code, what).because(why).mend(mend));
    }

    static InvalidSpec syntax(Place place, String what, String why) {
        return of(place, "HR-0106", what, why, "correct the YAML there, or just before");
    }

    static InvalidSpec limit(Place place, String what) {
        return of(place, "HR-0105", what, "everything has a limit", "stay within it");
    }

    /** There is something, and it is something else that is wanted. */
    static InvalidSpec wanted(Yaml found, String wanted) {
        String written =
                found instanceof YamlScalar scalar && !scalar.text().isEmpty()
                        ? "'" + shortened(scalar.text()) + "', " + scalar.word()
                        : found.word();
        return of(
                found.place(),
                "HR-0108",
                "this is " + written,
                "wanted is " + wanted,
                wanted.startsWith("the name ")
                        ? "write a text; one that looks like a number goes in quotes"
                        : "write it as docs/guide/yaml.md says");
    }

    static InvalidSpec missing(Place place, String key, String why) {
        return of(place, "HR-0108", "'" + key + "' is missing", why, "add it");
    }

    static InvalidSpec unknownKey(YamlScalar key, Collection<String> keys) {
        return of(
                key.place(),
                "HR-0107",
                "'" + shortened(key.text()) + "' is not known here",
                "known are " + String.join(", ", keys),
                Nearest.to(key.text(), keys)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("take it out"));
    }

    static InvalidSpec twice(YamlScalar key) {
        return of(
                key.place(),
                "HR-0104",
                "'" + shortened(key.text()) + "' is there twice",
                "a name stands for one thing",
                "give one of them another name");
    }

    static InvalidSpec badName(YamlScalar name, String what) {
        return of(
                name.place(),
                "HR-0103",
                "'" + shortened(name.text()) + "' cannot be the name of " + what,
                "names begin with a letter and have at most 100 letters, digits, '_', '-' and '.'",
                "give it another name");
    }

    static InvalidSpec unknownNeed(Place place, String need, Collection<String> names) {
        return of(
                place,
                "HR-0102",
                "there is no task '" + shortened(need) + "' here",
                names.isEmpty()
                        ? "a hook of a task, and a foreach within a foreach, have no siblings"
                        : "a task may need only its siblings: " + some(names),
                Nearest.to(need, names)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("add a task of that name, or take the need out"));
    }

    static InvalidSpec unknownSource(
            Place place, String what, String why, String name, Collection<String> names) {
        return of(
                place,
                "HR-0119",
                what,
                why,
                Nearest.to(name, names)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("correct it; a literal that looks like this is {value: …}"));
    }

    /** What the types of a flow themselves refuse, with its place in the file. */
    static <T> T placed(Place place, Supplier<T> maker) {
        return placed(place, _ -> place, maker);
    }

    /** Where a problem lies is told by what it names. */
    static <T> T placed(Place place, Function<String, Place> places, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (InvalidSpec e) {
            throw new InvalidSpec(
                    e.problems().stream()
                            .map(problem -> problem.in(places.apply(problem.place()).toString()))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw limit(place, String.valueOf(e.getMessage()));
        }
    }

    private static String some(Collection<String> names) {
        return shortened(String.join(", ", names));
    }

    static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
