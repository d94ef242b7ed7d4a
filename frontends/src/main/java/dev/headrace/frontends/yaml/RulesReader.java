package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.JoinRule;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Policy.Decides;
import dev.headrace.spec.flow.Policy.OnFailure;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Rules;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads what holds for a task where it stands, and for tasks together. */
final class RulesReader {
    private static final List<Result> TOLERABLE =
            List.of(Result.FAILED, Result.ERRORED, Result.CANCELLED);

    private RulesReader() {}

    static Rules rules(Members members, Scope scope, Expressions language) {
        if (!members.has(Key.JOIN) && !members.has(Key.CONTINUE_ON) && !members.has(Key.WHEN)) {
            return Rules.PLAIN;
        }
        JoinRule join =
                members.get(
                        Key.JOIN,
                        yaml -> JoinReader.read(yaml, scope.siblings()),
                        JoinRules.ALL_SUCCEEDED);
        Set<Result> tolerates = EnumSet.noneOf(Result.class);
        members.get(Key.CONTINUE_ON)
                .ifPresent(yaml -> {
                    for (Yaml item : list(yaml, "a list of results")) {
                        tolerates.add(word(item, TOLERABLE, Result::word));
                    }
                });
        return new Rules(
                join,
                tolerates,
                members.get(Key.WHEN).map(new ExprReader(language, scope)::condition));
    }

    static Policy policy(Members members) {
        OnFailure onFailure =
                members.get(
                        Key.ON_FAILURE, yaml -> word(yaml, OnFailure.values()), OnFailure.FINISH);
        return new Policy(
                onFailure, members.get(Key.DECIDES, RulesReader::decides, new Decides.All()));
    }

    private static Decides decides(Yaml yaml) {
        if (yaml instanceof YamlList list) {
            if (list.items().isEmpty()) {
                throw Complaint.wanted(list, "all, leaves, or a list of names of tasks");
            }
            TreeSet<String> names = new TreeSet<>();
            list.items().forEach(item -> names.add(Scalars.text(item, "the name of a task")));
            return new Decides.Named(names);
        }
        return word(
                yaml,
                List.of(new Decides.All(), new Decides.Leaves()),
                one -> one instanceof Decides.All ? "all" : "leaves");
    }

    private static List<Yaml> list(Yaml yaml, String wanted) {
        if (yaml instanceof YamlList list) {
            return list.items();
        }
        throw Complaint.wanted(yaml, wanted);
    }

    /** A word of an enum. */
    static <E extends Enum<E>> E word(Yaml yaml, E[] all) {
        return word(yaml, List.of(all), one -> one.name().toLowerCase(Locale.ROOT));
    }

    private interface Words<T> {
        String of(T one);
    }

    private static <T> T word(Yaml yaml, List<T> all, Words<T> words) {
        List<String> known = all.stream().map(words::of).toList();
        String text = Scalars.text(yaml, "one of " + String.join(", ", known));
        int index = known.indexOf(text);
        if (index < 0) {
            throw Complaint.of(
                    yaml.place(),
                    "HR-0108",
                    "'" + text + "' is not known here",
                    "wanted is one of " + String.join(", ", known),
                    Nearest.to(text, known)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("write one of these"));
        }
        return all.get(index);
    }
}
