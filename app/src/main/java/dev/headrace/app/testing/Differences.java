package dev.headrace.app.testing;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.frontends.tests.Expectation;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.run.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what came of a run with what a test expects. */
public final class Differences {
    private static final int SHOWN = 300;
    private static final String ABSENT = "absent";

    private final JsonObject run;
    private final Map<String, JsonObject> tasks = new LinkedHashMap<>();
    private final Duration skipped;
    private final Function<String, Optional<String>> why;

    /**
     * What there is.
     *
     * @param run the document of the run, encoded
     * @param why what is said of a task, of the run under the empty path
     */
    public Differences(JsonObject run, Duration skipped, Function<String, Optional<String>> why) {
        this.run = run;
        this.skipped = skipped;
        this.why = why;
        for (Json task : run.list("tasks").items()) {
            if (task instanceof JsonObject one) {
                one.text("path").ifPresent(path -> tasks.put(path, one));
            }
        }
    }

    /** What is otherwise than expected. */
    public List<Difference> of(List<Expectation> expected) {
        List<Difference> differences = new ArrayList<>();
        expected.forEach(one -> of(one).ifPresent(differences::add));
        return differences;
    }

    private Optional<Difference> of(Expectation expected) {
        JsonObject whole = expected.path().isEmpty() ? run : tasks.get(expected.path());
        if (whole == null) {
            return expected.aspect() == Expectation.Aspect.STATE
                            && expected.value().equals(new JsonText(ABSENT))
                    ? Optional.empty()
                    : Optional.of(difference(expected, absent(expected.path())));
        }
        Json there = part(whole, expected);
        return switch (expected.aspect()) {
            case ERROR -> text(expected, errorTexts(whole));
            case WHY -> text(expected, why.apply(expected.path()).stream().toList());
            case STATE ->
                    there.equals(expected.value())
                            ? Optional.empty()
                            : Optional.of(
                                    difference(
                                            expected,
                                            brief(there)
                                                    + why.apply(expected.path())
                                                            .map(said -> " (" + said + ")")
                                                            .orElse("")));
            case RESULT, ATTEMPTS, INPUTS, SKIPPED ->
                    same(there, expected.value())
                            ? Optional.empty()
                            : Optional.of(difference(expected, brief(there)));
        };
    }

    private Json part(JsonObject whole, Expectation expected) {
        return switch (expected.aspect()) {
            case STATE -> whole.get("state").orElse(JsonNull.NULL);
            case RESULT ->
                    whole.get("value")
                            .map(value -> Values.shown(new Value(value.compact())))
                            .orElse(JsonNull.NULL);
            case ATTEMPTS -> JsonNumber.of(whole.list("attempts").items().size());
            case INPUTS -> {
                Json inputs = whole.get("inputs").orElse(JsonObject.EMPTY);
                yield expected.input().isEmpty()
                        ? inputs
                        : inputs instanceof JsonObject(var members)
                                ? members.getOrDefault(expected.input(), JsonNull.NULL)
                                : JsonNull.NULL;
            }
            case SKIPPED -> new JsonNumber(seconds(skipped));
            case ERROR, WHY -> JsonNull.NULL;
        };
    }

    /** Whole seconds: nobody can say what a run really takes. */
    private static String seconds(Duration time) {
        return Long.toString((time.toMillis() + 500) / 1_000);
    }

    private Optional<Difference> text(Expectation expected, List<String> there) {
        if (expected.value() instanceof JsonNull && there.isEmpty()) {
            return Optional.empty();
        }
        boolean found =
                expected.value() instanceof JsonText(var pattern)
                        && there.stream().anyMatch(one -> matches(pattern, one));
        return found
                ? Optional.empty()
                : Optional.of(
                        difference(
                                expected,
                                there.isEmpty() ? "nothing" : shortened(there.getFirst())));
    }

    /** {@code ValueError: bad}, {@code bad}, {@code ValueError}. */
    private static List<String> errorTexts(JsonObject whole) {
        if (!(whole.get("error").orElse(JsonNull.NULL) instanceof JsonObject error)) {
            return List.of();
        }
        String type = error.text("type").orElse("");
        String message = error.text("message").orElse("");
        return Stream.of(message.isEmpty() ? type : type + ": " + message, message, type).toList();
    }

    private static boolean matches(String pattern, String text) {
        String regex =
                Stream.of(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }

    /** Equal as JSON: numbers by what they are, members in any order. */
    private static boolean same(Json one, Json other) {
        if (one instanceof JsonNumber(var literal) && other instanceof JsonNumber(var number)) {
            return new BigDecimal(literal).compareTo(new BigDecimal(number)) == 0;
        }
        if (one instanceof JsonList(var items) && other instanceof JsonList(var others)) {
            boolean same = items.size() == others.size();
            for (int i = 0; same && i < items.size(); i++) {
                same = same(items.get(i), others.get(i));
            }
            return same;
        }
        if (one instanceof JsonObject(var members) && other instanceof JsonObject(var others)) {
            return members.keySet().equals(others.keySet())
                    && members.entrySet().stream()
                            .allMatch(entry -> {
                                Json value = others.get(entry.getKey());
                                return value != null && same(entry.getValue(), value);
                            });
        }
        return one.equals(other);
    }

    private String absent(String path) {
        return ABSENT
                + Nearest.to(path, tasks.keySet())
                        .map(near -> "; there is '" + near + "'")
                        .orElse("");
    }

    private static Difference difference(Expectation expected, String was) {
        return new Difference(expected.place(), expected.shown(), brief(expected.value()), was);
    }

    private static String brief(Json json) {
        return shortened(json instanceof JsonText(var text) ? text : json.compact());
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }
}
