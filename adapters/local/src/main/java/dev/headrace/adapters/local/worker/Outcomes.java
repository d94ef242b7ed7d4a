package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.adapters.local.link.Text;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** Outcomes and failures as the link says them (docs/protocol.md §1.2, §1.3). */
final class Outcomes {
    private Outcomes() {}

    /** What an attempt came to, and with what its run is to go on afresh, if it is. */
    record Came(Outcome outcome, Optional<SequencedMap<String, Value>> again) {}

    static Came read(Frame frame) throws IOException {
        frame.list();
        String word = frame.text();
        if (word.equals("again")) {
            SequencedMap<String, Value> arguments = new LinkedHashMap<>();
            frame.object(name -> arguments.put(name, new Value(frame.json())));
            frame.end();
            return new Came(new Outcome.Succeeded(Value.NULL), Optional.of(arguments));
        }
        Outcome outcome =
                switch (word) {
                    case "ok" -> new Outcome.Succeeded(new Value(frame.json()));
                    case "skipped" ->
                            new Outcome.Skipped(
                                    NodePath.ROOT, Outcome.Skipped.Reason.SELF, frame.text());
                    case "failed" -> new Outcome.Failed(failure(frame.json()));
                    default -> throw new IOException("no outcome: " + word);
                };
        frame.end();
        return new Came(outcome, Optional.empty());
    }

    static Failure failure(String json) throws IOException {
        Reader reader = new Reader();
        try (Frame frame = Frame.of(json)) {
            frame.object(name -> reader.member(frame, name));
        }
        return reader.failure();
    }

    private static final class Reader {
        private Failure.Kind kind = Failure.Kind.USER;
        private String type = "";
        private String message = "";
        private String traceback = "";
        private Optional<String> place = Optional.empty();
        private Optional<Value> exception = Optional.empty();
        private Optional<Value> cause = Optional.empty();
        private List<String> types = List.of();
        private final List<Failure.Frame> frames = new ArrayList<>();

        void member(Frame frame, String name) throws IOException {
            switch (name) {
                case "kind" -> kind = kind(frame.text());
                case "type" -> type = frame.text();
                case "message" -> message = frame.text();
                case "traceback" -> traceback = frame.text();
                case "place" -> place = frame.optionalText();
                case "exception" -> exception = frame.optionalJson().map(Value::new);
                case "cause" -> cause = frame.optionalJson().map(Value::new);
                case "types" -> types = frame.texts();
                case "frames" -> {
                    frame.list();
                    while (frame.more()) {
                        frame.list();
                        frames.add(
                                new Failure.Frame(
                                        frame.text(),
                                        Math.toIntExact(frame.number()),
                                        frame.text(),
                                        frame.text()));
                        frame.end();
                    }
                }
                default -> frame.pass();
            }
        }

        Failure failure() {
            return new Failure(
                    kind, type, message, place, frames, traceback, exception, cause, types);
        }
    }

    private static Failure.Kind kind(String word) {
        for (Failure.Kind kind : Failure.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        return Failure.Kind.USER;
    }

    static void write(Text text, Outcome outcome) {
        text.open('[');
        switch (outcome) {
            case Outcome.Succeeded(Value value) -> text.text("ok").raw(value.json());
            case Outcome.Failed(Failure failure) -> write(text.text("failed"), failure);
            case Outcome.Skipped(_, var reason, String why) when reason == Reason.SELF ->
                    text.text("skipped").text(why);
            case Outcome.Skipped(var because, var reason, _) when reason != Reason.NEED ->
                    text.text("skipped").text(because + ", which it needs, was skipped");
            case Outcome.Cancelled(String why) ->
                    write(
                            text.text("failed"),
                            Failure.of(Failure.Kind.CANCELLED, "TaskCancelled", why));
            case Outcome.Lost(String why) ->
                    write(text.text("failed"), Failure.of(Failure.Kind.LOST, "Lost", why));
            case Outcome.Skipped(var because, _, _) ->
                    write(
                            text.text("failed"),
                            Failure.of(
                                    Failure.Kind.UPSTREAM,
                                    "UpstreamFailed",
                                    because + ", which it needs, did not succeed"));
        }
        text.close(']');
    }

    private static void write(Text text, Failure failure) {
        text.open('{')
                .name("kind")
                .text(failure.kind().name().toLowerCase(Locale.ROOT))
                .name("type")
                .text(failure.type())
                .name("message")
                .text(failure.message())
                .name("place");
        failure.place().ifPresentOrElse(text::text, text::none);
        text.name("frames").open('[');
        for (Failure.Frame frame : failure.frames()) {
            text.open('[')
                    .text(frame.file())
                    .number(frame.line())
                    .text(frame.function())
                    .text(frame.source())
                    .close(']');
        }
        text.close(']').name("traceback").text(failure.traceback()).name("exception");
        failure.exception().map(Value::json).ifPresentOrElse(text::raw, text::none);
        text.name("cause");
        failure.cause().map(Value::json).ifPresentOrElse(text::raw, text::none);
        text.close('}');
    }
}
