package dev.headrace.expressions.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.headrace.codec.json.Form;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our values as those of the language, and back. Tuples and sets are lists; what only Python can
 * open is an object of its type and its preview. What is not a number is the text {@code NaN}, as
 * in documents: the language would hold it larger than any whole number and not than any broken
 * one.
 */
final class Natives {
    private static final String NAN = "NaN";

    private Natives() {}

    /** A value cannot be looked into, or cannot be said. */
    static final class Unseen extends Exception {
        private static final long serialVersionUID = 1;

        Unseen(String why) {
            super(why);
        }
    }

    // ---------------------------------------------------------------- ours to theirs

    static Object of(String name, Value value) throws Unseen {
        Json json = Json.read(value.json());
        if (json instanceof JsonObject form && tag(form).equals("stored")) {
            throw new Unseen(
                    "'"
                            + name
                            + "' cannot be looked into, being no plain data: let the task give what the"
                            + " condition wants to know as a small part of its result, or as a"
                            + " result of its own");
        }
        return of(json);
    }

    private static String tag(JsonObject object) {
        return object.text(Form.TAG).orElse("");
    }

    private static Object of(Json json) throws Unseen {
        return switch (json) {
            case JsonNull _ -> NullValue.NULL_VALUE;
            case JsonBool(boolean yes) -> yes;
            case JsonText(String text) -> text;
            case JsonNumber number -> number(number);
            case JsonList(List<Json> items) -> list(items);
            case JsonObject object when !object.members().containsKey(Form.TAG) -> {
                Map<Object, Object> members = new LinkedHashMap<>();
                for (var member : object.members().entrySet()) {
                    members.put(member.getKey(), of(member.getValue()));
                }
                yield members;
            }
            case JsonObject form -> form(form);
        };
    }

    private static List<Object> list(List<Json> items) throws Unseen {
        List<Object> all = new ArrayList<>(items.size());
        for (Json item : items) {
            all.add(of(item));
        }
        return all;
    }

    private static Object number(JsonNumber number) throws Unseen {
        if (!number.isInteger()) {
            return number.toDouble();
        }
        Optional<Long> whole = number.toLong();
        if (whole.isEmpty()) {
            throw new Unseen("a whole number of over 64 bits: " + number.literal());
        }
        return whole.get();
    }

    private static Object form(JsonObject form) throws Unseen {
        String content = form.text("v").orElse("");
        return switch (tag(form)) {
            case "tuple", "set", "frozenset" -> list(form.list("v").items());
            case "map" -> map(form.list("v").items());
            case "float" -> real(content);
            case "int" -> number(new JsonNumber(content));
            case "bytes" -> CelByteString.of(Base64.getDecoder().decode(content));
            case "numpy" -> numpy(form);
            default -> of(Values.shown(new Value(form.compact())));
        };
    }

    private static Map<Object, Object> map(List<Json> pairs) throws Unseen {
        Map<Object, Object> members = new LinkedHashMap<>();
        for (Json pair : pairs) {
            if (pair instanceof JsonList(List<Json> two) && two.size() == 2) {
                Object key = of(two.getFirst());
                boolean fits =
                        key instanceof String || key instanceof Long || key instanceof Boolean;
                members.put(fits ? key : two.getFirst().compact(), of(two.getLast()));
            }
        }
        return members;
    }

    private static Object real(String text) {
        return switch (text) {
            case "nan" -> NAN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Object numpy(JsonObject form) throws Unseen {
        Json shown = Values.shown(new Value(form.compact()));
        if (!form.text("dtype").orElse("").startsWith("float")) {
            return of(shown);
        }
        return switch (shown) {
            case JsonNumber number -> number.toDouble();
            case JsonText(String text) when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
            case JsonText(String text) when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
            case Json other -> of(other);
        };
    }

    // ---------------------------------------------------------------- theirs to ours

    static Value value(Object given) throws Unseen {
        String text = json(given).compact();
        if (text.length() > Value.LENGTH_MAX) {
            throw new Unseen("it gives a value of " + text.length() + " characters");
        }
        return new Value(text);
    }

    private static Json json(Object given) throws Unseen {
        return switch (given) {
            case NullValue _ -> JsonNull.NULL;
            case Boolean yes -> new JsonBool(yes);
            case String text -> new JsonText(text);
            case Long whole -> Form.number(JsonNumber.of(whole));
            case Double real -> real(real);
            case CelByteString bytes ->
                    Form.of(
                            "bytes",
                            new JsonText(Base64.getEncoder().encodeToString(bytes.toByteArray())));
            case Map<?, ?> map -> object(map);
            case Collection<?> items -> {
                List<Json> all = new ArrayList<>(items.size());
                for (Object item : items) {
                    all.add(json(item));
                }
                yield new JsonList(all);
            }
            default ->
                    throw new Unseen(
                            "it gives a "
                                    + given.getClass().getSimpleName()
                                    + ", which is no value between tasks");
        };
    }

    private static Json real(double real) {
        if (Double.isNaN(real)) {
            return Form.of("float", new JsonText("nan"));
        }
        if (Double.isInfinite(real)) {
            return Form.of("float", new JsonText(real > 0 ? "inf" : "-inf"));
        }
        return Form.number(new JsonNumber(Double.toString(real)));
    }

    private static Json object(Map<?, ?> map) throws Unseen {
        List<Map.Entry<Json, Json>> pairs = new ArrayList<>(map.size());
        boolean plain = true;
        for (var entry : map.entrySet()) {
            plain &= entry.getKey() instanceof String text && !text.equals(Form.TAG);
            pairs.add(Map.entry(json(entry.getKey()), json(entry.getValue())));
        }
        if (!plain) {
            return Form.ofPairs(pairs);
        }
        LinkedHashMap<String, Json> members = new LinkedHashMap<>();
        for (var pair : pairs) {
            members.put(((JsonText) pair.getKey()).value(), pair.getValue());
        }
        return new JsonObject(members);
    }
}
