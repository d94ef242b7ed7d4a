package dev.headrace.codec.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What JSON cannot say, said by an object with the key {@code $}. */
public final class Form {
    public static final String TAG = "$";

    private Form() {}

    /** The word after {@code $}; empty for plain JSON. */
    static Optional<String> tag(Json json) {
        return json instanceof JsonObject object ? object.text(TAG) : Optional.empty();
    }

    public static JsonObject of(String tag, Json content) {
        return JsonObject.of(TAG, new JsonText(tag)).with("v", content);
    }

    /** The items of a list or tuple. */
    static Optional<List<Json>> items(Json json) {
        if (json instanceof JsonList(var items)) {
            return Optional.of(items);
        }
        return json instanceof JsonObject object && tag(json).filter("tuple"::equals).isPresent()
                ? Optional.of(object.list("v").items())
                : Optional.empty();
    }

    /** Keys and values of an object or map. */
    static Optional<List<Map.Entry<Json, Json>>> pairs(Json json) {
        if (!(json instanceof JsonObject object)) {
            return Optional.empty();
        }
        List<Map.Entry<Json, Json>> pairs = new ArrayList<>();
        if (!object.members().containsKey(TAG)) {
            object.members().forEach((key, item) -> pairs.add(Map.entry(new JsonText(key), item)));
            return Optional.of(pairs);
        }
        if (tag(json).filter("map"::equals).isEmpty()) {
            return Optional.empty();
        }
        for (Json pair : object.list("v").items()) {
            if (pair instanceof JsonList(var two) && two.size() == 2) {
                pairs.add(Map.entry(two.getFirst(), two.getLast()));
            }
        }
        return Optional.of(pairs);
    }

    /** A map, of keys and values in this order. */
    public static JsonObject ofPairs(List<Map.Entry<Json, Json>> pairs) {
        return of(
                "map",
                new JsonList(
                        pairs.stream()
                                .<Json>map(pair ->
                                        new JsonList(List.of(pair.getKey(), pair.getValue())))
                                .toList()));
    }

    /** A number as a value says it: neither too long nor an integral float. */
    public static Json number(JsonNumber number) {
        if (number.isInteger()) {
            return number.toLong().filter(n -> Math.abs(n) <= JsonNumber.SAFE_MAX).isPresent()
                    ? integer(number)
                    : of("int", new JsonText(number.literal()));
        }
        double real = number.toDouble();
        return real == Math.rint(real) ? of("float", new JsonText(floatText(real))) : number;
    }

    /** JSON knows a negative zero, and whole numbers do not. */
    private static JsonNumber integer(JsonNumber number) {
        return number.literal().equals("-0") ? JsonNumber.of(0) : number;
    }

    private static String floatText(double real) {
        if (Double.isInfinite(real)) {
            return real > 0 ? "inf" : "-inf";
        }
        if (real == 0) {
            return 1 / real < 0 ? "-0" : "0.0";
        }
        String text = EcmaNumber.text(real);
        return text.contains("e") ? text : text + ".0";
    }
}
