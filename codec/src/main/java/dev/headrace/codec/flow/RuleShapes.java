package dev.headrace.codec.flow;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Join;
import dev.headrace.spec.flow.Join.Bound;
import dev.headrace.spec.flow.JoinRule;
import dev.headrace.spec.flow.JoinRule.Case;
import dev.headrace.spec.flow.JoinRule.Fate;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Policy;
import dev.headrace.spec.flow.Policy.Decides;
import dev.headrace.spec.flow.Policy.OnFailure;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Rules;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What holds for a node where it stands, and for a graph in which something fails. */
final class RuleShapes {
    private RuleShapes() {}

    static <E extends Enum<E>> TextShape<E> word(E[] all) {
        List<String> words = Arrays.stream(all).map(RuleShapes::word).toList();
        return new TextShape<>(
                "one of " + String.join(", ", words),
                "^(" + String.join("|", words) + ")$",
                RuleShapes::word,
                text -> {
                    int index = words.indexOf(text);
                    if (index < 0) {
                        throw new IllegalArgumentException(text);
                    }
                    return all[index];
                });
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    private static final ListShape<Result> RESULTS = new ListShape<>(word(Result.values()));
    private static final ListShape<String> TEXTS = new ListShape<>(TextShape.ANY);

    private static Set<Result> set(List<Result> results) {
        return results.isEmpty() ? Collections.emptySortedSet() : EnumSet.copyOf(results);
    }

    // ---------------------------------------------------------------- joins

    private static final Shape<Join> WITHIN = new LateShape<>(() -> RuleShapes.JOIN);

    private static final ObjectShape<Join.Always> ALWAYS =
            new ObjectShape<>(
                    "join-always",
                    "At once",
                    Optional.of("always"),
                    List.of(),
                    _ -> new Join.Always());
    private static final ObjectShape<Join.Done> DONE =
            new ObjectShape<>(
                    "join-done",
                    "All needs are over",
                    Optional.of("done"),
                    List.of(),
                    _ -> new Join.Done());

    private static final Field<Join.Is, String> IS_NEED =
            Field.of("need", TextShape.ANY, Join.Is::need, "A need's name");
    private static final Field<Join.Is, List<Result>> IS_AMONG =
            Field.of("among", RESULTS, is -> List.copyOf(is.among()), "");
    private static final ObjectShape<Join.Is> IS =
            new ObjectShape<>(
                    "join-is",
                    "A need came to one of these",
                    Optional.of("is"),
                    List.of(IS_NEED, IS_AMONG),
                    read -> new Join.Is(read.get(IS_NEED), set(read.get(IS_AMONG))));

    private static final Field<Bound.AtLeast, Long> AT_LEAST_N =
            Field.of(
                    "n",
                    new NumberShape(1, Integer.MAX_VALUE),
                    bound -> (long) bound.n(),
                    "How many");
    private static final ObjectShape<Bound.AtLeast> AT_LEAST =
            new ObjectShape<>(
                    "at-least",
                    "At least so many",
                    Optional.of("at_least"),
                    List.of(AT_LEAST_N),
                    read -> new Bound.AtLeast(Math.toIntExact(read.get(AT_LEAST_N))));
    private static final ObjectShape<Bound.Every> EVERY =
            new ObjectShape<>(
                    "every", "All", Optional.of("every"), List.of(), _ -> new Bound.Every());
    private static final Field<Bound.Percent, Long> PERCENT_N =
            Field.of("n", new NumberShape(1, 100), bound -> (long) bound.n(), "Of a hundred");
    private static final ObjectShape<Bound.Percent> PERCENT =
            new ObjectShape<>(
                    "percent",
                    "At least so many of a hundred",
                    Optional.of("percent"),
                    List.of(PERCENT_N),
                    read -> new Bound.Percent(Math.toIntExact(read.get(PERCENT_N))));
    private static final KindShape<Bound> BOUND =
            new KindShape<>(
                    "bound",
                    () -> List.of(AT_LEAST, EVERY, PERCENT),
                    bound ->
                            switch (bound) {
                                case Bound.AtLeast _ -> AT_LEAST;
                                case Bound.Every _ -> EVERY;
                                case Bound.Percent _ -> PERCENT;
                            });

    private static final Field<Join.Count, List<String>> COUNT_OF =
            Field.or(
                    List.of(),
                    "of",
                    TEXTS,
                    count -> List.copyOf(count.of()),
                    "Names of needs; none: all of them");
    private static final Field<Join.Count, List<Result>> COUNT_AMONG =
            Field.of("among", RESULTS, count -> List.copyOf(count.among()), "");
    private static final Field<Join.Count, Bound> COUNT_BOUND =
            Field.of("bound", BOUND, Join.Count::bound, "");
    private static final Field<Join.Count, Join.Unit> COUNT_UNIT =
            Field.or(
                    Join.Unit.NODES,
                    "unit",
                    word(Join.Unit.values()),
                    Join.Count::unit,
                    "items: a foreach counts once for each of its items");
    private static final ObjectShape<Join.Count> COUNT =
            new ObjectShape<>(
                    "join-count",
                    "So many of the needs came to one of these",
                    Optional.of("count"),
                    List.of(COUNT_OF, COUNT_AMONG, COUNT_BOUND, COUNT_UNIT),
                    read ->
                            new Join.Count(
                                    new TreeSet<>(read.get(COUNT_OF)),
                                    set(read.get(COUNT_AMONG)),
                                    read.get(COUNT_BOUND),
                                    read.get(COUNT_UNIT)));

    private static final Field<Join.All, List<Join>> ALL_PARTS =
            Field.of("parts", new ListShape<>(WITHIN), Join.All::parts, "");
    private static final ObjectShape<Join.All> ALL =
            new ObjectShape<>(
                    "join-all",
                    "All of these hold",
                    Optional.of("all"),
                    List.of(ALL_PARTS),
                    read -> new Join.All(read.get(ALL_PARTS)));
    private static final Field<Join.Any, List<Join>> ANY_PARTS =
            Field.of("parts", new ListShape<>(WITHIN), Join.Any::parts, "");
    private static final ObjectShape<Join.Any> ANY =
            new ObjectShape<>(
                    "join-any",
                    "One of these holds",
                    Optional.of("any"),
                    List.of(ANY_PARTS),
                    read -> new Join.Any(read.get(ANY_PARTS)));
    private static final Field<Join.Not, Join> NOT_PART =
            Field.of("part", WITHIN, Join.Not::part, "");
    private static final ObjectShape<Join.Not> NOT =
            new ObjectShape<>(
                    "join-not",
                    "This does not hold",
                    Optional.of("not"),
                    List.of(NOT_PART),
                    read -> new Join.Not(read.get(NOT_PART)));

    static final KindShape<Join> JOIN =
            new KindShape<>(
                    "join",
                    () -> List.of(ALWAYS, DONE, IS, COUNT, ALL, ANY, NOT),
                    join ->
                            switch (join) {
                                case Join.Always _ -> ALWAYS;
                                case Join.Done _ -> DONE;
                                case Join.Is _ -> IS;
                                case Join.Count _ -> COUNT;
                                case Join.All _ -> ALL;
                                case Join.Any _ -> ANY;
                                case Join.Not _ -> NOT;
                            });

    private static final Field<Case, Join> CASE_JOIN = Field.of("when", WITHIN, Case::join, "");
    private static final Field<Case, Fate> CASE_FATE =
            Field.of("then", word(Fate.values()), Case::fate, "");
    private static final ObjectShape<Case> CASE =
            new ObjectShape<>(
                    "join-case",
                    "What becomes of the node when a join holds",
                    Optional.empty(),
                    List.of(CASE_JOIN, CASE_FATE),
                    read -> new Case(read.get(CASE_JOIN), read.get(CASE_FATE)));

    private static final Field<JoinRule, String> RULE_NAME =
            Field.of(
                    "name",
                    new TextShape<>(
                            "the name of a join: " + String.join(", ", JoinRules.all().keySet()),
                            "^(" + String.join("|", JoinRules.all().keySet()) + ")$",
                            name -> name,
                            RuleShapes::named),
                    rule -> JoinRules.name(rule).orElseThrow(),
                    "");

    private static String named(String name) {
        if (JoinRules.named(name).isEmpty()) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    private static final ObjectShape<JoinRule> NAMED_RULE =
            new ObjectShape<>(
                    "named-join",
                    "A join that has a name",
                    Optional.of("named"),
                    List.of(RULE_NAME),
                    read -> JoinRules.named(read.get(RULE_NAME)).orElseThrow());
    private static final Field<JoinRule, List<Case>> RULE_CASES =
            Field.of(
                    "cases", new ListShape<>(CASE), JoinRule::cases, "The first that holds counts");
    private static final Field<JoinRule, Boolean> RULE_EARLY =
            Field.or(
                    false,
                    "early",
                    new BoolShape(),
                    JoinRule::early,
                    "Whether it is looked at before all needs are over");
    private static final ObjectShape<JoinRule> CASES_RULE =
            new ObjectShape<>(
                    "join-cases",
                    "A join of one's own",
                    Optional.of("cases"),
                    List.of(RULE_CASES, RULE_EARLY),
                    read -> new JoinRule(read.get(RULE_CASES), read.get(RULE_EARLY)));
    private static final KindShape<JoinRule> RULE =
            new KindShape<>(
                    "join-rule",
                    () -> List.of(NAMED_RULE, CASES_RULE),
                    rule -> JoinRules.name(rule).isPresent() ? NAMED_RULE : CASES_RULE);

    private static final Field<Rules, JoinRule> RULES_JOIN =
            Field.or(
                    JoinRules.ALL_SUCCEEDED,
                    "join",
                    RULE,
                    Rules::join,
                    "When it may start, by what its needs came to");
    private static final Field<Rules, List<Result>> RULES_TOLERATES =
            Field.or(
                    List.of(),
                    "tolerates",
                    RESULTS,
                    rules -> List.copyOf(rules.tolerates()),
                    "Results that count as success");
    private static final Field<Expr, String> EXPR_DIALECT =
            Field.or(Expr.CEL, "dialect", TextShape.ANY, Expr::dialect, "Its language");
    private static final Field<Expr, String> EXPR_TEXT =
            Field.of("text", TextShape.ANY, Expr::text, "As it was written");
    private static final Field<Expr, List<InputShapes.Named>> EXPR_NAMES =
            Field.or(
                    List.of(),
                    "names",
                    InputShapes.LIST,
                    expr -> InputShapes.named(expr.names()),
                    "What the text speaks of, and where each comes from");
    private static final Field<Expr, String> EXPR_PLACE =
            Field.or("", "place", TextShape.ANY, Expr::place, "Where it stands: file:line");
    static final ObjectShape<Expr> EXPR =
            new ObjectShape<>(
                    "expression",
                    "A text that is worked out from values",
                    Optional.empty(),
                    List.of(EXPR_DIALECT, EXPR_TEXT, EXPR_NAMES, EXPR_PLACE),
                    read ->
                            new Expr(
                                    read.get(EXPR_DIALECT),
                                    read.get(EXPR_TEXT),
                                    InputShapes.byName(read.get(EXPR_NAMES)),
                                    read.get(EXPR_PLACE)));
    private static final Field<Rules, Optional<Expr>> RULES_WHEN =
            Field.maybe(
                    "when", EXPR, Rules::when, "A condition: it is skipped where that is false");
    private static final Field<Hook, String> HOOK_NAME =
            Field.of("name", TextShape.ANY, Hook::name, "It runs as node/:name");
    private static final Field<Hook, Hook.On> HOOK_ON =
            Field.of("on", word(Hook.On.values()), Hook::on, "For which outcomes");
    private static final Field<Hook, Node> HOOK_BODY =
            Field.of("body", new LateShape<>(() -> NodeShapes.NODE), Hook::body, "What is run");
    private static final ObjectShape<Hook> HOOK =
            new ObjectShape<>(
                    "hook",
                    "Work that follows a node",
                    Optional.empty(),
                    List.of(HOOK_NAME, HOOK_ON, HOOK_BODY),
                    read -> new Hook(read.get(HOOK_NAME), read.get(HOOK_ON), read.get(HOOK_BODY)));
    private static final Field<Rules, List<Hook>> RULES_HOOKS =
            Field.or(List.of(), "hooks", new ListShape<>(HOOK), Rules::hooks, "What follows it");
    static final ObjectShape<Rules> RULES =
            new ObjectShape<>(
                    "rules",
                    "What holds for a node where it stands",
                    Optional.empty(),
                    List.of(RULES_JOIN, RULES_TOLERATES, RULES_WHEN, RULES_HOOKS),
                    read ->
                            new Rules(
                                    read.get(RULES_JOIN),
                                    set(read.get(RULES_TOLERATES)),
                                    read.get(RULES_WHEN),
                                    read.get(RULES_HOOKS)));

    // ---------------------------------------------------------------- policy

    private static final ObjectShape<Decides.All> DECIDES_ALL =
            new ObjectShape<>(
                    "decides-all",
                    "Every child",
                    Optional.of("all"),
                    List.of(),
                    _ -> new Decides.All());
    private static final ObjectShape<Decides.Leaves> DECIDES_LEAVES =
            new ObjectShape<>(
                    "decides-leaves",
                    "Those that no other needs",
                    Optional.of("leaves"),
                    List.of(),
                    _ -> new Decides.Leaves());
    private static final Field<Decides.Named, List<String>> DECIDES_NAMES =
            Field.of("names", TEXTS, named -> List.copyOf(named.names()), "");
    private static final ObjectShape<Decides.Named> DECIDES_NAMED =
            new ObjectShape<>(
                    "decides-named",
                    "These",
                    Optional.of("named"),
                    List.of(DECIDES_NAMES),
                    read -> new Decides.Named(new TreeSet<>(read.get(DECIDES_NAMES))));
    private static final KindShape<Decides> DECIDES =
            new KindShape<>(
                    "decides",
                    () -> List.of(DECIDES_ALL, DECIDES_LEAVES, DECIDES_NAMED),
                    decides ->
                            switch (decides) {
                                case Decides.All _ -> DECIDES_ALL;
                                case Decides.Leaves _ -> DECIDES_LEAVES;
                                case Decides.Named _ -> DECIDES_NAMED;
                            });
    private static final Field<Policy, OnFailure> ON_FAILURE =
            Field.or(
                    OnFailure.FINISH,
                    "onFailure",
                    word(OnFailure.values()),
                    Policy::onFailure,
                    "What becomes of the others when a child has failed");
    private static final Field<Policy, Decides> POLICY_DECIDES =
            Field.or(
                    new Decides.All(),
                    "decides",
                    DECIDES,
                    Policy::decides,
                    "Which children decide what the graph comes to");
    static final ObjectShape<Policy> POLICY =
            new ObjectShape<>(
                    "policy",
                    "What a failure in a graph means",
                    Optional.empty(),
                    List.of(ON_FAILURE, POLICY_DECIDES),
                    read -> new Policy(read.get(ON_FAILURE), read.get(POLICY_DECIDES)));
}
