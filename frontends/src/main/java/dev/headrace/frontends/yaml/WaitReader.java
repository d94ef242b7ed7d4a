package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Awaited.Limit;
import dev.headrace.spec.run.Form;
import dev.headrace.spec.run.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads nodes that wait. */
final class WaitReader {
    private static final String WAIT = "a duration such as 30m, or {until: 2026-12-01T09:00:00Z}";
    private static final String APPROVE = "a question, or {question: …, fields: {name: type}}";
    private static final String TYPE = "one of text, int, number, bool";

    private WaitReader() {}

    /** {@code wait: 30m}, {@code wait: {until: …}} */
    static Wait time(Members members) {
        Yaml what = members.need(Key.WAIT);
        if (what instanceof YamlMap map) {
            Yaml moment = only(map, "until", WAIT);
            Instant instant = moment(moment);
            return new Wait(new Awaited.Until(instant));
        }
        Duration time = Scalars.duration(what);
        return Complaint.placed(what.place(), () -> new Wait(new Awaited.After(time)));
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

    /** {@code signal: name} */
    static Wait signal(Members members) {
        Yaml what = members.need(Key.SIGNAL);
        String name = Scalars.text(what, "the name of a signal");
        if (!Awaited.Signal.isName(name)) {
            throw Complaint.badName((YamlScalar) what, "a signal");
        }
        return new Wait(new Awaited.Signal(name, limit(members)));
    }

    /** {@code approve: question}, {@code approve: {question: …, fields: {…}}} */
    static Wait approval(Members members) {
        Yaml what = members.need(Key.APPROVE);
        Form form = Complaint.placed(what.place(), () -> form(what));
        boolean strict = members.get(Key.ON_REJECT, WaitReader::strict, true);
        return new Wait(new Awaited.Approval(form, strict, limit(members)));
    }

    private static Form form(Yaml what) {
        if (!(what instanceof YamlMap map)) {
            return new Form(Scalars.text(what, APPROVE), List.of());
        }
        String question = "";
        List<Form.Field> fields = new ArrayList<>();
        for (YamlMap.Entry entry : map.entries()) {
            switch (entry.key().text()) {
                case "question" -> question = Scalars.text(entry.value(), "a question");
                case "fields" -> {
                    if (!(entry.value() instanceof YamlMap named)) {
                        throw Complaint.wanted(entry.value(), "fields by name");
                    }
                    named.entries().forEach(field -> fields.add(field(field)));
                }
                default -> throw Complaint.unknownKey(entry.key(), List.of("question", "fields"));
            }
        }
        return new Form(question, fields);
    }

    /** {@code rate: number}, {@code rate: {type: number, default: 0.1}} */
    private static Form.Field field(YamlMap.Entry entry) {
        Optional<Form.Type> type = Optional.empty();
        Optional<Value> fallback = Optional.empty();
        if (entry.value() instanceof YamlMap map) {
            for (YamlMap.Entry member : map.entries()) {
                switch (member.key().text()) {
                    case "type" -> type = Optional.of(type(member.value()));
                    case "default" -> {
                        Value value = Literal.of(member.value());
                        fallback = Optional.of(value);
                    }
                    default -> throw Complaint.unknownKey(member.key(), List.of("type", "default"));
                }
            }
        } else {
            type = Optional.of(type(entry.value()));
        }
        Form.Type known =
                type.orElseThrow(() -> Complaint.missing(entry.key().place(), "type", TYPE));
        Optional<Value> otherwise = fallback;
        return Complaint.placed(
                entry.key().place(), () -> new Form.Field(entry.key().text(), known, otherwise));
    }

    private static Form.Type type(Yaml yaml) {
        return switch (Scalars.text(yaml, TYPE)) {
            case "text" -> Form.Type.TEXT;
            case "int" -> Form.Type.INT;
            case "number" -> Form.Type.NUMBER;
            case "bool" -> Form.Type.BOOL;
            default -> throw Complaint.wanted(yaml, TYPE);
        };
    }

    private static Limit limit(Members members) {
        Optional<Duration> time = members.get(Key.LIMIT).map(Scalars::duration);
        Limit.Then then = members.get(Key.ON_LIMIT, WaitReader::then, Limit.Then.FAIL);
        return Complaint.placed(members.place(Key.LIMIT), () -> new Limit(time, then));
    }

    private static Limit.Then then(Yaml yaml) {
        return switch (Scalars.text(yaml, "one of fail, skip, go_on")) {
            case "fail" -> Limit.Then.FAIL;
            case "skip" -> Limit.Then.SKIP;
            case "go_on" -> Limit.Then.GO_ON;
            default -> throw Complaint.wanted(yaml, "one of fail, skip, go_on");
        };
    }

    private static boolean strict(Yaml yaml) {
        return switch (Scalars.text(yaml, "one of fail, go_on")) {
            case "fail" -> true;
            case "go_on" -> false;
            default -> throw Complaint.wanted(yaml, "one of fail, go_on");
        };
    }

    private static Yaml only(YamlMap map, String key, String wanted) {
        for (YamlMap.Entry entry : map.entries()) {
            if (!entry.key().text().equals(key)) {
                throw Complaint.unknownKey(entry.key(), List.of(key));
            }
        }
        return map.get(key).orElseThrow(() -> Complaint.wanted(map, wanted));
    }
}
