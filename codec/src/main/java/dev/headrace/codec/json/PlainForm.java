package dev.headrace.codec.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Turns users' data into the form of values. */
final class PlainForm {
    private PlainForm() {}

    static Json of(Json data) {
        return switch (data) {
            case JsonList(var items) -> new JsonList(items.stream().map(PlainForm::of).toList());
            case JsonObject(var members) -> object(members);
            case JsonNumber number -> Form.number(number);
            case JsonText _, JsonBool _, JsonNull _ -> data;
        };
    }

    private static Json object(SequencedMap<String, Json> members) {
        if (members.containsKey(Form.TAG)) {
            List<Map.Entry<Json, Json>> pairs = new ArrayList<>();
            members.forEach((key, item) -> pairs.add(Map.entry(new JsonText(key), of(item))));
            return Form.ofPairs(pairs);
        }
        SequencedMap<String, Json> same = new LinkedHashMap<>();
        members.forEach((key, item) -> same.put(key, of(item)));
        return new JsonObject(same);
    }
}
