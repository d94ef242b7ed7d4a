package dev.headrace.app.control;

import dev.headrace.adapters.local.worker.LinkText;
import dev.headrace.app.testing.TestCode;
import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.frontends.tests.Replacement;
import dev.headrace.frontends.tests.Reply;
import dev.headrace.frontends.tests.TestCase;
import dev.headrace.frontends.tests.TestCase.Replaced;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Assignment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The link to a test in another process: a JSON text a line (docs/protocol.md §3). */
final class TestLink implements TestCode {
    private final BufferedReader in;
    private final PrintStream out;

    TestLink(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** What is to be played: the first line. */
    TestCase plan() {
        JsonObject plan = object(line());
        Optional<Double> limit = number(plan, "limit");
        return new TestCase(
                "test",
                "",
                plan.get("arguments").filter(JsonObject.class::isInstance).isPresent()
                        ? object(plan, "arguments")
                        : JsonObject.EMPTY,
                objects(plan, "replace").stream().map(TestLink::replaced).toList(),
                objects(plan, "signals").stream().map(TestLink::signal).toList(),
                objects(plan, "approvals").stream().map(TestLink::approval).toList(),
                plan.text("start").map(Instant::parse),
                number(plan, "cancel").map(TestLink::seconds),
                limit.map(TestLink::seconds).orElse(TestCase.LIMIT),
                List.of());
    }

    private static Replaced replaced(JsonObject one) {
        return new Replaced("", text(one, "task"), by(object(one, "by")), flag(one, "shared"));
    }

    private static Replacement by(JsonObject by) {
        var only = by.members().firstEntry();
        return switch (only.getKey()) {
            case "gives" -> new Replacement.Gives(value(only.getValue()));
            case "fails" -> new Replacement.Fails(failure(only.getValue()));
            case "lost" -> new Replacement.Lost(text(by, "lost"));
            case "skips" -> new Replacement.Skips(text(by, "skips"));
            case "takes" ->
                    new Replacement.Takes(
                            seconds(number(by, "takes").orElse(0.0)), by(object(by, "then")));
            case "in_turn" ->
                    new Replacement.InTurn(
                            objects(by, "in_turn").stream().map(TestLink::by).toList());
            case "recorded" -> new Replacement.Recorded(text(by, "recorded"));
            case "asked" -> new Replacement.Asked();
            default -> throw broken("no replacement: " + only.getKey());
        };
    }

    private static dev.headrace.spec.run.Failure failure(Json json) {
        try {
            return LinkText.failure(json.compact());
        } catch (IOException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    private static Reply signal(JsonObject one) {
        List<Reply.Turn> turns = new ArrayList<>();
        for (JsonObject turn : objects(one, "turns")) {
            turns.add(
                    new Reply.Turn(
                            after(turn),
                            new Reply.What.Sent(value(turn.get("data").orElse(JsonNull.NULL)))));
        }
        return new Reply("", text(one, "wait"), turns, flag(one, "again"));
    }

    private static Reply approval(JsonObject one) {
        List<Reply.Turn> turns = new ArrayList<>();
        for (JsonObject turn : objects(one, "turns")) {
            SequencedMap<String, Value> answers = new LinkedHashMap<>();
            object(turn, "answers")
                    .members()
                    .forEach((name, json) -> answers.put(name, value(json)));
            turns.add(
                    new Reply.Turn(
                            after(turn),
                            new Reply.What.Said(
                                    flag(turn, "approved"),
                                    answers,
                                    turn.text("by").orElse(Reply.BY),
                                    turn.text("why").orElse(""))));
        }
        return new Reply("", text(one, "wait"), turns, flag(one, "again"));
    }

    private static Duration after(JsonObject turn) {
        return number(turn, "after").map(TestLink::seconds).orElse(Duration.ZERO);
    }

    @Override
    public Outcome run(String task, int nth, Assignment work) {
        List<Json> inputs = new ArrayList<>();
        for (Argument input : work.inputs()) {
            String spread =
                    switch (input.spread()) {
                        case NAMED -> "n";
                        case LIST -> "*";
                        case OBJECT -> "**";
                    };
            inputs.add(
                    new JsonList(
                            List.of(
                                    new JsonText(input.name()),
                                    Json.read(input.value().json()),
                                    new JsonText(spread))));
        }
        SequencedMap<String, Json> results = new LinkedHashMap<>();
        work.results().forEach((path, value) -> results.put(path.text(), Json.read(value.json())));
        say(
                new JsonList(
                        List.of(
                                new JsonText("ask"),
                                new JsonText(task),
                                JsonNumber.of(nth),
                                new JsonText(work.attempt().node().text()),
                                new JsonList(inputs),
                                new JsonObject(results))));
        if (line() instanceof JsonList(var words)
                && words.size() == 2
                && words.getFirst().equals(new JsonText("ended"))) {
            try {
                return LinkText.outcome(words.getLast().compact());
            } catch (IOException e) {
                throw broken(String.valueOf(e.getMessage()));
            }
        }
        throw broken("an answer was wanted");
    }

    /** The last line. */
    void done(JsonObject played) {
        say(new JsonList(List.of(new JsonText("done"), played)));
    }

    private void say(Json json) {
        out.println(json.compact());
        out.flush();
    }

    private Json line() {
        try {
            String line = in.readLine();
            if (line == null) {
                throw broken("the test is gone");
            }
            return Json.read(line);
        } catch (BadJson e) {
            throw broken(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InvalidSpec broken(String why) {
        return new InvalidSpec(
                Problem.at("", "HR-0402", "--link speaks with a test, which did not understand it")
                        .because(why)
                        .mend("it is for headrace.testing of the same version"));
    }

    private static Value value(Json json) {
        return new Value(json.compact());
    }

    private static JsonObject object(Json json) {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw broken("an object was wanted");
    }

    private static JsonObject object(JsonObject from, String name) {
        return object(from.get(name).orElse(JsonNull.NULL));
    }

    private static List<JsonObject> objects(JsonObject from, String name) {
        return from.list(name).items().stream().map(TestLink::object).toList();
    }

    private static String text(JsonObject from, String name) {
        return from.text(name).orElseThrow(() -> broken(name + " is missing"));
    }

    private static boolean flag(JsonObject from, String name) {
        return from.get(name).orElse(JsonNull.NULL) instanceof JsonBool(var truth) && truth;
    }

    private static Optional<Double> number(JsonObject from, String name) {
        return from.get(name).orElse(JsonNull.NULL) instanceof JsonNumber number
                ? Optional.of(number.toDouble())
                : Optional.empty();
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
