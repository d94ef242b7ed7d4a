package dev.headrace.codec.run;

import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import tools.jackson.core.JsonToken;

/** The plain ones. */
final class Slots {
    private static final long MICROS = 1_000_000;

    private Slots() {}

    static final Slot<String> TEXT = new Slot<>("text", Out::text, In::text);
    static final Slot<Long> NUMBER = new Slot<>("number", Out::number, In::number);
    static final Slot<Integer> INTEGER =
            new Slot<>(
                    "number",
                    (out, value) -> out.number(value),
                    in -> Math.toIntExact(in.number()));
    static final Slot<Boolean> BOOL = new Slot<>("true or false", Out::bool, In::bool);
    static final Slot<Value> VALUE =
            new Slot<>("value", (out, value) -> out.raw(value.json()), in -> new Value(in.raw()));
    static final Slot<RunId> RUN = text("run", RunId::text, RunId::new);
    static final Slot<WorkerId> WORKER = text("worker", WorkerId::text, WorkerId::new);
    static final Slot<NodePath> PATH = text("path", NodePath::text, NodePath::new);
    static final Slot<AttemptId> ATTEMPT = text("path@number", AttemptId::toString, Slots::attempt);
    static final Slot<Duration> DURATION =
            text("duration (ISO 8601)", Duration::toString, Duration::parse);
    static final Slot<Instant> INSTANT =
            new Slot<>(
                    "microseconds since 1970, or with nanoseconds ISO 8601",
                    Slots::instant,
                    Slots::instant);

    static <T> Slot<T> text(String word, Function<T, String> printer, Function<String, T> parser) {
        return new Slot<>(
                word,
                (out, value) -> out.text(printer.apply(value)),
                in -> parser.apply(in.text()));
    }

    /** One of a few words. */
    static <E extends Enum<E>> Slot<E> word(E[] all, Function<E, String> name) {
        List<String> words = new ArrayList<>();
        for (E one : all) {
            words.add(name.apply(one));
        }
        return text(
                String.join(" \\| ", words),
                name,
                text -> {
                    int index = words.indexOf(text);
                    if (index < 0) {
                        throw UnreadableJournal.newer("the word '" + text + "' is not known");
                    }
                    return all[index];
                });
    }

    static <T> Slot<Optional<T>> optional(Slot<T> inner) {
        return new Slot<>(
                inner.word(),
                (out, value) -> inner.write(out, value.orElseThrow()),
                in -> Optional.of(inner.read(in)));
    }

    static <T> Slot<List<T>> list(Slot<T> item) {
        return new Slot<>(
                "list of " + item.word(),
                (out, items) -> {
                    out.open('[');
                    items.forEach(one -> item.write(out, one));
                    out.close(']');
                },
                in -> {
                    in.open(JsonToken.START_ARRAY);
                    List<T> items = new ArrayList<>();
                    while (in.next()) {
                        items.add(item.read(in));
                    }
                    return items;
                });
    }

    static <T> Slot<SequencedMap<String, T>> map(Slot<T> item) {
        return new Slot<>(
                item.word() + " by name",
                (out, items) -> {
                    out.open('{');
                    items.forEach((name, one) -> {
                        out.name(name);
                        item.write(out, one);
                    });
                    out.close('}');
                },
                in -> {
                    in.open(JsonToken.START_OBJECT);
                    SequencedMap<String, T> items = new LinkedHashMap<>();
                    while (in.next()) {
                        items.put(in.name(), item.read(in));
                    }
                    return items;
                });
    }

    private static AttemptId attempt(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw UnreadableJournal.damaged("'" + text + "' is no attempt");
        }
        return new AttemptId(
                new NodePath(text.substring(0, at)),
                Integer.parseInt(text, at + 1, text.length(), 10));
    }

    private static void instant(Out out, Instant value) {
        boolean fits =
                value.getNano() % 1_000 == 0
                        && Math.abs(value.getEpochSecond()) < Long.MAX_VALUE / MICROS - 1;
        if (fits) {
            out.number(value.getEpochSecond() * MICROS + value.getNano() / 1_000);
        } else {
            out.text(value.toString());
        }
    }

    private static Instant instant(In in) {
        if (in.isText()) {
            return Instant.parse(in.text());
        }
        long micros = in.number();
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    }
}
