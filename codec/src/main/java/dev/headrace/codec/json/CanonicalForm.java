package dev.headrace.codec.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Turns a value into one whose canonical text loses nothing: no order, no digit, no type. */
final class CanonicalForm {
    private CanonicalForm() {}

    static Json of(Json value) {
        return switch (value) {
            case JsonList(var items) ->
                    new JsonList(items.stream().map(CanonicalForm::of).toList());
            case JsonObject object -> object(object);
            case JsonNumber number -> Form.number(number);
            case JsonText _, JsonBool _, JsonNull _ -> value;
        };
    }

    private static Json object(JsonObject object) {
        var pairs = Form.pairs(object);
        if (pairs.isEmpty()) {
            return form(object);
        }
        List<Map.Entry<Json, Json>> canonical = new ArrayList<>();
        pairs.get()
                .forEach(pair -> canonical.add(Map.entry(of(pair.getKey()), of(pair.getValue()))));
        return isSorted(canonical) ? plain(canonical) : Form.ofPairs(canonical);
    }

    /** What is a number beside the {@code v} of a form, a dtype's for one, is taken as it is. */
    private static Json form(JsonObject object) {
        return object.members().get("v") instanceof JsonList(var items)
                ? object.with("v", new JsonList(items.stream().map(CanonicalForm::of).toList()))
                : object;
    }

    /** All keys are texts, each after the one before it, and none looks like a form's. */
    private static boolean isSorted(List<Map.Entry<Json, Json>> pairs) {
        String last = null;
        for (Map.Entry<Json, Json> pair : pairs) {
            if (!(pair.getKey() instanceof JsonText(var key)) || key.equals(Form.TAG)) {
                return false;
            }
            if (last != null && last.compareTo(key) >= 0) {
                return false;
            }
            last = key;
        }
        return true;
    }

    private static JsonObject plain(List<Map.Entry<Json, Json>> pairs) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        for (Map.Entry<Json, Json> pair : pairs) {
            if (pair.getKey() instanceof JsonText(var key)) {
                members.put(key, pair.getValue());
            }
        }
        return new JsonObject(members);
    }
}
