package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Join;
import dev.headrace.spec.flow.Join.Bound;
import dev.headrace.spec.flow.Join.Unit;
import dev.headrace.spec.flow.JoinRule;
import dev.headrace.spec.flow.JoinRules;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads when a task may start: the name of a join, or a text such as {@code fit.succeeded ||
 * (load.failed && !count(skipped) >= 2)}.
 *
 * <pre>
 * any   = all {"||" all}
 * all   = one {"&amp;&amp;" one}
 * one   = "!" one | "(" any ")" | "done" | "always"
 *       | ("any" | "all") "(" NAME "." RESULT ")"
 *       | "count" "(" RESULT ")" ">=" NUMBER ["%"]
 *       | NAME ["." RESULT]
 * </pre>
 *
 * A name with other characters than letters, digits, '_' and '-' stands in backquotes. A name alone
 * says that it succeeded.
 */
final class JoinReader {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:(?<SIGN>\\|\\||&&|>=|[!().%])|(?<NUMBER>[0-9]+)|`(?<QUOTED>[^`]+)`"
                            + "|(?<WORD>[A-Za-z_][A-Za-z0-9_-]*))");
    private static final int LENGTH_MAX = 20_000;
    private static final int NUMBER_MAX = 9;

    private enum Kind {
        SIGN,
        NUMBER,
        QUOTED,
        WORD,
        END
    }

    private record Token(Kind kind, String text, int at) {
        boolean is(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        boolean says(String word) {
            return kind == Kind.WORD && text.equals(word);
        }
    }

    private final YamlScalar yaml;
    private final Set<String> siblings;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private JoinReader(YamlScalar yaml, String text, Set<String> siblings) {
        this.yaml = yaml;
        this.siblings = siblings;
        this.tokens = tokens(text);
    }

    static JoinRule read(Yaml yaml, Set<String> siblings) {
        String text = Scalars.text(yaml, "a join: its name, or what the needs must have come to");
        if (JoinRules.named(text).isPresent() && !siblings.contains(text)) {
            return JoinRules.named(text).get();
        }
        if (!(yaml instanceof YamlScalar scalar)) {
            throw Complaint.wanted(yaml, "a join");
        }
        JoinReader reader = new JoinReader(scalar, text, siblings);
        Join join = reader.any();
        if (reader.token().kind() != Kind.END) {
            throw reader.wrong("'&&', '||' or the end");
        }
        return Complaint.placed(yaml.place(), () -> JoinRule.when(join));
    }

    private List<Token> tokens(String text) {
        if (text.length() > LENGTH_MAX) {
            throw Complaint.limit(yaml.place(), "a join of over " + LENGTH_MAX + " characters");
        }
        List<Token> read = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (!text.substring(at).isBlank()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw wrong(text.substring(at).strip(), at, "a name, '(', '!' or a word");
            }
            for (Kind kind : List.of(Kind.SIGN, Kind.NUMBER, Kind.QUOTED, Kind.WORD)) {
                String found = matcher.group(kind.name());
                if (found != null) {
                    read.add(new Token(kind, found, matcher.start(kind.name())));
                }
            }
            at = matcher.end();
        }
        read.add(new Token(Kind.END, "", text.length()));
        return read;
    }

    private Token token() {
        return tokens.get(next);
    }

    private boolean took(String sign) {
        boolean there = token().is(sign);
        next += there ? 1 : 0;
        return there;
    }

    private void take(String sign) {
        if (!took(sign)) {
            throw wrong("'" + sign + "'");
        }
    }

    private Join any() {
        return several("||", this::all, Join.Any::new);
    }

    private Join all() {
        return several("&&", this::one, Join.All::new);
    }

    private interface Part {
        Join read();
    }

    private interface Whole {
        Join of(List<Join> parts);
    }

    private Join several(String sign, Part part, Whole whole) {
        List<Join> parts = new ArrayList<>(List.of(part.read()));
        while (took(sign)) {
            parts.add(part.read());
        }
        return parts.size() == 1 ? parts.getFirst() : whole.of(parts);
    }

    private Join one() {
        if (++depth > Join.DEPTH_MAX) {
            throw Complaint.limit(yaml.place(), "a join that is over " + Join.DEPTH_MAX + " deep");
        }
        try {
            return primary();
        } finally {
            depth--;
        }
    }

    private Join primary() {
        if (took("!")) {
            return new Join.Not(one());
        }
        if (took("(")) {
            Join inner = any();
            take(")");
            return inner;
        }
        Token token = token();
        if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
            throw wrong("a name, '(' or '!'");
        }
        next++;
        if (token.kind() == Kind.WORD && took("(")) {
            return called(token);
        }
        if (!siblings.contains(token.text())) {
            if (token.says("done")) {
                return new Join.Done();
            }
            if (token.says("always")) {
                return new Join.Always();
            }
        }
        String need = known(token);
        Set<Result> among = took(".") ? result() : EnumSet.of(Result.SUCCEEDED);
        return new Join.Is(need, among);
    }

    private Join called(Token name) {
        return switch (name.text()) {
            case "any" -> items(new Bound.AtLeast(1));
            case "all" -> items(new Bound.Every());
            case "count" -> count();
            default -> {
                next -= 2;
                throw wrong("any(…), all(…), count(…) or the name of a need");
            }
        };
    }

    private Join items(Bound bound) {
        Token token = token();
        next++;
        String need = known(token);
        Set<Result> among = took(".") ? result() : EnumSet.of(Result.SUCCEEDED);
        take(")");
        return new Join.Count(new TreeSet<>(List.of(need)), among, bound, Unit.ITEMS);
    }

    private Join count() {
        Set<Result> among = result();
        take(")");
        take(">=");
        Token number = token();
        if (number.kind() != Kind.NUMBER || number.text().length() > NUMBER_MAX) {
            throw wrong("a number");
        }
        next++;
        int n = Integer.parseInt(number.text());
        return Complaint.placed(
                yaml.place(),
                () ->
                        new Join.Count(
                                Collections.emptySortedSet(),
                                among,
                                took("%") ? new Bound.Percent(n) : new Bound.AtLeast(n),
                                Unit.NODES));
    }

    private String known(Token token) {
        if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
            next--;
            throw wrong("the name of a task");
        }
        if (!siblings.contains(token.text())) {
            throw Complaint.unknownNeed(yaml.place(), token.text(), siblings);
        }
        return token.text();
    }

    private Set<Result> result() {
        Token token = token();
        List<String> words = Stream.of(Result.values()).map(Result::word).toList();
        int index = words.indexOf(token.text());
        if (token.kind() != Kind.WORD || index < 0) {
            String near =
                    Nearest.to(token.text(), words)
                            .map(word -> " (did you mean '" + word + "'?)")
                            .orElse("");
            throw wrong("one of " + String.join(", ", words) + near);
        }
        next++;
        return EnumSet.copyOf(Arrays.asList(Result.values()).subList(index, index + 1));
    }

    private InvalidSpec wrong(String wanted) {
        Token token = token();
        return wrong(token.text(), token.at(), wanted);
    }

    private InvalidSpec wrong(String found, int at, String wanted) {
        return Complaint.of(
                yaml.place(),
                "HR-0122",
                "this join cannot be read: at character "
                        + (at + 1)
                        + (found.isEmpty() ? " it ends" : " stands '" + brief(found) + "'"),
                "wanted is " + wanted,
                "write it as fit.succeeded || (load.failed && !load.skipped), or give the name of a"
                        + " join: "
                        + String.join(", ", JoinRules.all().keySet()));
    }

    private static String brief(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "…";
    }
}
