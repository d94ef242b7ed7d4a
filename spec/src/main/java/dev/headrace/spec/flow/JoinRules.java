package dev.headrace.spec.flow;

import static dev.headrace.spec.flow.JoinRule.Fate.OMIT;
import static dev.headrace.spec.flow.JoinRule.Fate.RUN;
import static dev.headrace.spec.flow.JoinRule.Fate.SKIP;

import dev.headrace.spec.flow.Join.Bound;
import dev.headrace.spec.flow.Join.Unit;
import dev.headrace.spec.flow.JoinRule.Case;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Joins by name. All but {@code all_succeeded} are those of Airflow 3, whose names and meaning they
 * have (its {@code TriggerRule}; a mapped task counts once for each of its instances), and those of
 * Kubeflow Pipelines.
 */
public final class JoinRules {
    private JoinRules() {}

    private static final Set<Result> DONE_WELL = EnumSet.of(Result.SUCCEEDED);
    private static final Set<Result> DONE_BADLY =
            EnumSet.of(Result.FAILED, Result.ERRORED, Result.CANCELLED);
    private static final Set<Result> OMITTED = EnumSet.of(Result.OMITTED);
    private static final Set<Result> SKIPPED = EnumSet.of(Result.SKIPPED);
    private static final Join DONE = new Join.Done();

    /**
     * What holds when nothing is said: omitted as soon as a need did not succeed, skipped when all
     * are over and one was skipped.
     */
    public static final JoinRule ALL_SUCCEEDED =
            rule(
                    omit(any(Unit.NODES, DONE_BADLY, OMITTED)),
                    skip(both(DONE, any(Unit.NODES, SKIPPED))),
                    run(every(Unit.NODES, DONE_WELL)));

    private static final SequencedMap<String, JoinRule> NAMED = named();

    private static SequencedMap<String, JoinRule> named() {
        SequencedMap<String, JoinRule> named = new LinkedHashMap<>();
        named.put("all_succeeded", ALL_SUCCEEDED);
        named.put(
                "all_success",
                rule(omit(any(DONE_BADLY, OMITTED)), skip(any(SKIPPED)), run(every(DONE_WELL))));
        named.put(
                "all_failed", rule(skip(any(DONE_WELL, SKIPPED)), run(every(DONE_BADLY, OMITTED))));
        named.put("all_done", rule(run(DONE)));
        named.put(
                "all_done_min_one_success",
                rule(skip(any(SKIPPED)), run(both(DONE, any(DONE_WELL))), omit(DONE)));
        named.put(
                "all_skipped",
                rule(skip(any(DONE_WELL, DONE_BADLY, OMITTED)), run(every(SKIPPED))));
        named.put("one_success", rule(run(any(DONE_WELL)), skip(every(SKIPPED)), omit(DONE)));
        named.put("one_failed", rule(run(any(DONE_BADLY, OMITTED)), skip(DONE)));
        named.put("one_done", rule(run(any(DONE_WELL, DONE_BADLY)), skip(DONE)));
        named.put(
                "none_failed",
                rule(omit(any(DONE_BADLY, OMITTED)), run(every(DONE_WELL, SKIPPED))));
        named.put(
                "none_failed_min_one_success",
                rule(
                        omit(any(DONE_BADLY, OMITTED)),
                        skip(every(SKIPPED)),
                        run(every(DONE_WELL, SKIPPED))));
        named.put("none_skipped", rule(skip(any(SKIPPED)), run(DONE)));
        named.put("always", rule(run(new Join.Always())));
        return Collections.unmodifiableSequencedMap(named);
    }

    /** All of them. */
    public static SequencedMap<String, JoinRule> all() {
        return NAMED;
    }

    public static Optional<JoinRule> named(String name) {
        return Optional.ofNullable(NAMED.get(name));
    }

    /** The name of a rule, if it has one. */
    public static Optional<String> name(JoinRule rule) {
        return NAMED.entrySet().stream()
                .filter(entry -> entry.getValue().equals(rule))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Airflow's {@code all_done_setup_success} for a teardown with these setups: all is over, and a
     * setup succeeded; skipped when every setup was.
     */
    public static JoinRule afterSetups(Set<String> setups) {
        List<Join> succeeded = new ArrayList<>();
        List<Join> skipped = new ArrayList<>();
        for (String setup : setups) {
            succeeded.add(new Join.Is(setup, DONE_WELL));
            skipped.add(new Join.Is(setup, SKIPPED));
        }
        return setups.isEmpty()
                ? rule(run(DONE))
                : rule(
                        run(both(DONE, new Join.Any(succeeded))),
                        skip(both(DONE, new Join.All(skipped))),
                        omit(DONE));
    }

    private static JoinRule rule(Case... cases) {
        return new JoinRule(List.of(cases), true);
    }

    private static Case run(Join join) {
        return new Case(join, RUN);
    }

    private static Case skip(Join join) {
        return new Case(join, SKIP);
    }

    private static Case omit(Join join) {
        return new Case(join, OMIT);
    }

    private static Join both(Join one, Join two) {
        return new Join.All(List.of(one, two));
    }

    @SafeVarargs
    private static Join any(Set<Result>... among) {
        return any(Unit.ITEMS, among);
    }

    @SafeVarargs
    private static Join any(Unit unit, Set<Result>... among) {
        return Join.Count.of(union(among), new Bound.AtLeast(1), unit);
    }

    @SafeVarargs
    private static Join every(Set<Result>... among) {
        return every(Unit.ITEMS, among);
    }

    @SafeVarargs
    private static Join every(Unit unit, Set<Result>... among) {
        return Join.Count.of(union(among), new Bound.Every(), unit);
    }

    @SafeVarargs
    private static Set<Result> union(Set<Result>... parts) {
        Set<Result> all = EnumSet.noneOf(Result.class);
        for (Set<Result> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
