package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.frontends.tests.Expectation;
import dev.headrace.frontends.tests.Expectation.Aspect;
import dev.headrace.frontends.tests.Replacement;
import dev.headrace.frontends.tests.Reply;
import dev.headrace.frontends.tests.TestCase;
import dev.headrace.frontends.tests.TestCase.Replaced;
import dev.headrace.frontends.tests.TestDocument;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.FailureSet;
import dev.headrace.spec.run.Value;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Supplier;

/** Tests of a flow, in YAML. The grammar is docs/guide/testing.md. */
public final class YamlTests {
    private static final List<String> DOCUMENT = List.of("flow", "replace", "cases");
    private static final List<String> INSIDE = List.of("replace", "cases");
    private static final List<String> CASE =
            List.of(
                    "arguments",
                    "replace",
                    "signals",
                    "approvals",
                    "start",
                    "cancel",
                    "limit",
                    "expect");
    private static final List<String> FORMS =
            List.of("value", "fail", "lost", "skip", "in_turn", "recorded", "takes");
    private static final List<String> STATES =
            List.of("succeeded", "failed", "cancelled", "skipped", "waiting", "running", "absent");
    private static final String REPLACEMENT =
            "{value: …}, {fail: …}, {lost: …}, {skip: …}, {in_turn: […]} or {recorded: …}";

    private YamlTests() {}

    /**
     * The document in this file.
     *
     * @param shown the file as the user named it; places begin with that
     * @throws InvalidSpec with what is wrong
     */
    public static TestDocument read(Path file, String shown) {
        return guided(() -> {
            YamlMap map =
                    wantedMap(
                            YamlReader.read(shown, YamlFlow.content(file))
                                    .orElseThrow(() -> none(new Place(shown, 1, 1))),
                            "flow and cases");
            known(map, DOCUMENT);
            Yaml flow = need(map, "flow", "the file of the flow that is tested");
            return document(Scalars.text(flow, "the file of a flow"), map);
        });
    }

    /**
     * What stands under {@code tests} in the file of a flow; empty if that is not there.
     *
     * @param shown the file as the user named it
     */
    public static Optional<TestDocument> inside(Path file, String shown) {
        return guided(() -> {
            Optional<Yaml> yaml = YamlReader.read(shown, YamlFlow.content(file));
            if (!(yaml.orElse(null) instanceof YamlMap flow)) {
                return Optional.empty();
            }
            return flow.get(Key.TESTS.word())
                    .map(tests -> {
                        YamlMap map = wantedMap(tests, "cases by name");
                        known(map, INSIDE);
                        return document(String.valueOf(file.getFileName()), map);
                    });
        });
    }

    /** Problems lead to the guide of tests, not to that of flows. */
    private static <T> T guided(Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidSpec e) {
            throw new InvalidSpec(
                    e.problems().stream()
                            .map(problem ->
                                    problem.mend(problem.mend().replace("yaml.md", "testing.md")))
                            .toList());
        }
    }

    private static TestDocument document(String flow, YamlMap map) {
        List<Replaced> shared = replaced(map, true);
        YamlMap cases = wantedMap(need(map, "cases", "what is tried, by name"), "cases by name");
        List<TestCase> read = new ArrayList<>();
        for (YamlMap.Entry entry : cases.entries()) {
            read.add(test(entry, shared));
        }
        return Complaint.placed(cases.place(), () -> new TestDocument(flow, read));
    }

    private static TestCase test(YamlMap.Entry entry, List<Replaced> shared) {
        YamlMap map = wantedMap(entry.value(), "what is given and expected");
        known(map, CASE);
        SequencedMap<String, Replaced> replaced = new LinkedHashMap<>();
        shared.forEach(one -> replaced.put(one.task(), one));
        replaced(map, false).forEach(one -> replaced.put(one.task(), one));
        JsonObject arguments =
                map.get("arguments").map(YamlTests::arguments).orElse(JsonObject.EMPTY);
        Optional<Instant> start = map.get("start").map(YamlTests::moment);
        Optional<Duration> cancel = map.get("cancel").map(Scalars::duration);
        Duration limit = map.get("limit").map(Scalars::duration).orElse(TestCase.LIMIT);
        List<Expectation> expected =
                expected(wantedMap(need(map, "expect", "what must come of it"), "expectations"));
        List<Reply> signals = replies(map, "signals", YamlTests::sent);
        List<Reply> approvals = replies(map, "approvals", YamlTests::said);
        return Complaint.placed(
                map.place(),
                () ->
                        new TestCase(
                                entry.key().text(),
                                entry.key().place().toString(),
                                arguments,
                                List.copyOf(replaced.values()),
                                signals,
                                approvals,
                                start,
                                cancel,
                                limit,
                                expected));
    }

    private static JsonObject arguments(Yaml yaml) {
        YamlMap map = wantedMap(yaml, "arguments by name");
        JsonObject arguments = JsonObject.EMPTY;
        for (YamlMap.Entry entry : map.entries()) {
            arguments = arguments.with(entry.key().text(), shown(entry.value()));
        }
        return arguments;
    }

    private static Instant moment(Yaml yaml) {
        String wanted = "a moment with its zone, such as 2026-12-01T09:00:00Z";
        String text = Scalars.written(yaml, wanted);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Complaint.wanted(yaml, wanted);
        }
    }

    // What is replaced

    private static List<Replaced> replaced(YamlMap map, boolean shared) {
        List<Replaced> replaced = new ArrayList<>();
        map.get("replace")
                .ifPresent(yaml -> {
                    for (YamlMap.Entry entry : wantedMap(yaml, "tasks by name").entries()) {
                        replaced.add(
                                new Replaced(
                                        entry.key().place().toString(),
                                        entry.key().text(),
                                        replacement(entry.value()),
                                        shared));
                    }
                });
        return replaced;
    }

    /** A value as it is, unless it is a mapping: that says what it is. */
    private static Replacement replacement(Yaml yaml) {
        if (!(yaml instanceof YamlMap map)) {
            return new Replacement.Gives(Literal.quoted(yaml));
        }
        for (YamlMap.Entry entry : map.entries()) {
            if (!FORMS.contains(entry.key().text())) {
                throw Complaint.of(
                        entry.key().place(),
                        "HR-0107",
                        "'" + Complaint.shortened(entry.key().text()) + "' is not known here",
                        "a replacement is a value, or one of " + REPLACEMENT,
                        "a mapping that is itself the value is written {value: {…}}");
            }
        }
        Optional<Yaml> takes = map.get("takes");
        List<YamlMap.Entry> forms =
                map.entries().stream().filter(one -> !one.key().text().equals("takes")).toList();
        if (forms.size() > 1 || (forms.isEmpty() && takes.isEmpty())) {
            throw Complaint.wanted(yaml, "one of " + REPLACEMENT);
        }
        Replacement what =
                forms.isEmpty() ? new Replacement.Gives(Value.NULL) : form(forms.getFirst());
        return takes.<Replacement>map(time ->
                        Complaint.placed(
                                time.place(),
                                () -> new Replacement.Takes(Scalars.duration(time), what)))
                .orElse(what);
    }

    private static Replacement form(YamlMap.Entry form) {
        Yaml value = form.value();
        return switch (form.key().text()) {
            case "value" -> new Replacement.Gives(Literal.quoted(value));
            case "fail" -> new Replacement.Fails(failure(value));
            case "lost" -> new Replacement.Lost(Scalars.written(value, "why its worker is lost"));
            case "skip" -> new Replacement.Skips(Scalars.written(value, "why there is nothing"));
            case "recorded" ->
                    new Replacement.Recorded(
                            Scalars.written(value, "the id of a run, or the file of its document"));
            default -> {
                YamlList list = wantedList(value, "a list of replacements, one for each try");
                yield Complaint.placed(
                        value.place(),
                        () ->
                                new Replacement.InTurn(
                                        list.items().stream()
                                                .map(YamlTests::replacement)
                                                .toList()));
            }
        };
    }

    /** {@code fail: no room}, {@code fail: {message: no room, type: OSError, kind: user}}. */
    private static Failure failure(Yaml yaml) {
        if (!(yaml instanceof YamlMap map)) {
            return Failure.of(
                    Failure.Kind.USER, "Exception", Scalars.written(yaml, "what went wrong"));
        }
        known(map, List.of("message", "type", "kind"));
        Failure.Kind kind = map.get("kind").map(YamlTests::kind).orElse(Failure.Kind.USER);
        String type =
                map.get("type")
                        .map(one -> Scalars.text(one, "the name of an exception"))
                        .orElse(kind == Failure.Kind.USER ? "Exception" : FailureSet.word(kind));
        String message =
                map.get("message").map(one -> Scalars.written(one, "what went wrong")).orElse("");
        return Failure.of(kind, type, message);
    }

    private static Failure.Kind kind(Yaml yaml) {
        String kinds = "a kind of failure: user, crash, timeout, memory, value, store";
        return FailureSet.kind(Scalars.text(yaml, kinds))
                .filter(kind -> kind != Failure.Kind.ENGINE && kind != Failure.Kind.CANCELLED)
                .orElseThrow(() -> Complaint.wanted(yaml, kinds));
    }

    // What is answered

    private interface TurnReader {
        Reply.What read(YamlMap map);
    }

    private static List<Reply> replies(YamlMap map, String key, TurnReader reader) {
        List<Reply> replies = new ArrayList<>();
        map.get(key)
                .ifPresent(yaml -> {
                    for (YamlMap.Entry entry : wantedMap(yaml, "answers by name").entries()) {
                        replies.add(reply(entry, reader));
                    }
                });
        return replies;
    }

    private static Reply reply(YamlMap.Entry entry, TurnReader reader) {
        YamlMap map = wantedMap(entry.value(), "an answer, such as {data: 5} or {approve: {}}");
        Optional<Yaml> inTurn = map.get("in_turn");
        List<Reply.Turn> turns = new ArrayList<>();
        if (inTurn.isPresent()) {
            known(map, List.of("in_turn"));
            for (Yaml one : wantedList(inTurn.get(), "a list of answers").items()) {
                turns.add(turn(wantedMap(one, "an answer"), reader));
            }
        } else {
            turns.add(turn(map, reader));
        }
        return Complaint.placed(
                entry.value().place(),
                () ->
                        new Reply(
                                entry.key().place().toString(),
                                entry.key().text(),
                                turns,
                                inTurn.isEmpty()));
    }

    private static Reply.Turn turn(YamlMap map, TurnReader reader) {
        Duration after = map.get("after").map(Scalars::duration).orElse(Duration.ZERO);
        return Complaint.placed(map.place(), () -> new Reply.Turn(after, reader.read(map)));
    }

    private static Reply.What sent(YamlMap map) {
        known(map, List.of("data", "after"));
        return new Reply.What.Sent(map.get("data").map(Literal::quoted).orElse(Value.NULL));
    }

    private static Reply.What said(YamlMap map) {
        known(map, List.of("approve", "reject", "by", "after"));
        String by = map.get("by").map(one -> Scalars.written(one, "who")).orElse(Reply.BY);
        Optional<Yaml> reject = map.get("reject");
        Optional<Yaml> approve = map.get("approve");
        if (reject.isPresent() == approve.isPresent()) {
            throw Complaint.wanted(map, "either {approve: {field: value}} or {reject: why}");
        }
        SequencedMap<String, Value> answers = new LinkedHashMap<>();
        String why = reject.map(one -> Scalars.written(one, "why")).orElse("");
        if (approve.isPresent()) {
            for (YamlMap.Entry field :
                    wantedMap(approve.get(), "fields of the form: {}").entries()) {
                answers.put(field.key().text(), Literal.quoted(field.value()));
            }
        }
        return new Reply.What.Said(approve.isPresent(), answers, by, why);
    }

    // What is expected

    private static List<Expectation> expected(YamlMap map) {
        List<Expectation> expected = new ArrayList<>();
        SequencedSet<String> keys = words(Expectation.OF_RUNS);
        keys.add("tasks");
        known(map, List.copyOf(keys));
        for (YamlMap.Entry entry : map.entries()) {
            if (!entry.key().text().equals("tasks")) {
                expected.add(expectation("", entry));
                continue;
            }
            for (YamlMap.Entry task : wantedMap(entry.value(), "tasks by path").entries()) {
                task(task, expected);
            }
        }
        if (expected.isEmpty()) {
            throw Complaint.missing(
                    map.place(), "state", "a test that expects nothing tests nothing");
        }
        return expected;
    }

    private static void task(YamlMap.Entry task, List<Expectation> expected) {
        String path = task.key().text();
        if (!(task.value() instanceof YamlMap map)) {
            expected.add(
                    new Expectation(
                            task.value().place().toString(),
                            path,
                            Aspect.STATE,
                            "",
                            state(task.value())));
            return;
        }
        known(map, List.copyOf(words(Expectation.OF_TASKS)));
        for (YamlMap.Entry entry : map.entries()) {
            if (entry.key().text().equals(Aspect.INPUTS.word())) {
                for (YamlMap.Entry input : wantedMap(entry.value(), "inputs by name").entries()) {
                    expected.add(
                            new Expectation(
                                    input.value().place().toString(),
                                    path,
                                    Aspect.INPUTS,
                                    input.key().text(),
                                    shown(input.value())));
                }
            } else {
                expected.add(expectation(path, entry));
            }
        }
    }

    private static Expectation expectation(String path, YamlMap.Entry entry) {
        Aspect aspect = Aspect.of(entry.key().text()).orElseThrow();
        Yaml value = entry.value();
        return new Expectation(
                value.place().toString(),
                path,
                aspect,
                "",
                switch (aspect) {
                    case STATE -> state(value);
                    case ATTEMPTS -> JsonNumber.of(Scalars.whole(value, 0, 1_000_000));
                    case ERROR, WHY ->
                            value instanceof YamlScalar scalar
                                            && scalar.value() instanceof JsonNull
                                            && !scalar.text().isEmpty()
                                    ? JsonNull.NULL
                                    : new JsonText(Scalars.written(value, "a text, or null"));
                    case SKIPPED -> JsonNumber.of(Scalars.duration(value).toSeconds());
                    case RESULT, INPUTS -> shown(value);
                });
    }

    private static Json state(Yaml yaml) {
        String state = Scalars.text(yaml, "a state: " + String.join(", ", STATES));
        if (!STATES.contains(state)) {
            throw Complaint.wanted(yaml, "a state: " + String.join(", ", STATES));
        }
        return new JsonText(state);
    }

    private static SequencedSet<String> words(List<Aspect> aspects) {
        SequencedSet<String> words = new LinkedHashSet<>();
        aspects.forEach(aspect -> words.add(aspect.word()));
        return words;
    }

    // Forms

    private static Json shown(Yaml yaml) {
        return Values.shown(Literal.quoted(yaml));
    }

    private static void known(YamlMap map, List<String> keys) {
        for (YamlMap.Entry entry : map.entries()) {
            if (!keys.contains(entry.key().text())) {
                throw Complaint.unknownKey(entry.key(), keys);
            }
        }
    }

    private static Yaml need(YamlMap map, String key, String why) {
        return map.get(key).orElseThrow(() -> Complaint.missing(map.place(), key, why));
    }

    private static YamlMap wantedMap(Yaml yaml, String wanted) {
        if (yaml instanceof YamlMap map) {
            return map;
        }
        throw Complaint.wanted(yaml, wanted);
    }

    private static YamlList wantedList(Yaml yaml, String wanted) {
        if (yaml instanceof YamlList list) {
            return list;
        }
        throw Complaint.wanted(yaml, wanted);
    }

    private static InvalidSpec none(Place place) {
        return Complaint.of(
                place,
                "HR-0455",
                "there is no test in this file",
                "a test document names a flow and has cases",
                "write flow: FILE, and cases:");
    }
}
