package dev.headrace.expressions.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.Evaluator.Answer;
import dev.headrace.engine.run.Evaluator.Given;
import dev.headrace.engine.run.Evaluator.Wrong;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Works expressions out. */
final class Answers {
    private static final Pattern WHERE =
            Pattern.compile("^evaluation error(?: at <input>:\\d+)?: ");
    private static final int SHOWN_MAX = 5;
    private static final int SHOWN_LENGTH_MAX = 200;

    private Answers() {}

    static Answer of(Expr expr, SequencedMap<String, Value> names) {
        try {
            Map<String, Object> seen = new LinkedHashMap<>();
            for (var name : names.entrySet()) {
                put(seen, name.getKey(), Natives.of(name.getKey(), name.getValue()));
            }
            Object given = Compiled.program(expr.text(), names.keySet()).eval(seen);
            return new Given(Natives.value(given));
        } catch (Compiled.Unfit e) {
            return new Wrong(words(e));
        } catch (CelEvaluationException e) {
            return new Wrong(words(e) + with(names));
        } catch (Natives.Unseen e) {
            return new Wrong(e.getMessage() + with(names));
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> seen, String name, Object value) {
        for (String group : new String[] {Expressions.PARAMS, Expressions.TASKS}) {
            if (name.startsWith(group + ".")) {
                ((Map<String, Object>) seen.computeIfAbsent(group, _ -> new LinkedHashMap<>()))
                        .put(name.substring(group.length() + 1), value);
                return;
            }
        }
        seen.put(name, value);
    }

    private static String words(Exception e) {
        String message = WHERE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        int candidates = message.indexOf(" Overload candidates");
        String one = candidates < 0 ? message : message.substring(0, candidates);
        return one.strip().replaceFirst("\\.$", "");
    }

    /** The values that were looked at; they are most of the explanation. */
    private static String with(SequencedMap<String, Value> names) {
        if (names.isEmpty()) {
            return "";
        }
        return names.entrySet().stream()
                .limit(SHOWN_MAX)
                .map(name -> name.getKey() + " = " + shown(name.getValue()))
                .collect(Collectors.joining(", ", "; ", names.size() > SHOWN_MAX ? ", …" : ""));
    }

    private static String shown(Value value) {
        String text = Values.display(value);
        return text.length() <= SHOWN_LENGTH_MAX ? text : text.substring(0, SHOWN_LENGTH_MAX) + "…";
    }
}
