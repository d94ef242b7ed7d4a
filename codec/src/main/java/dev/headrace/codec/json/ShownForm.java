package dev.headrace.codec.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Turns a value into what people see: plain JSON, whatever the form. */
final class ShownForm {
    private ShownForm() {}

    static Json of(Json value) {
        return switch (value) {
            case JsonList(var items) -> list(items);
            case JsonObject object -> object(object);
            case JsonText _, JsonNumber _, JsonBool _, JsonNull _ -> value;
        };
    }

    /** A key of a map as a text. */
    static String key(Json key) {
        Json shown = of(key);
        return shown instanceof JsonText(var text) ? text : shown.compact();
    }

    private static Json list(List<Json> items) {
        return new JsonList(items.stream().map(ShownForm::of).toList());
    }

    private static Json object(JsonObject object) {
        if (!object.members().containsKey(Form.TAG)) {
            SequencedMap<String, Json> members = new LinkedHashMap<>();
            object.members().forEach((key, item) -> members.put(key, of(item)));
            return new JsonObject(members);
        }
        String content = object.text("v").orElse("");
        return switch (object.text(Form.TAG).orElse("")) {
            case "tuple", "set", "frozenset" -> list(object.list("v").items());
            case "map" -> map(Form.pairs(object).orElse(List.of()));
            case "float" -> real(content);
            case "int" -> integer(content);
            case "bytes" -> preview(object, "bytes").with("size", bytes(content));
            case "numpy" -> NumpyForm.of(object);
            case "stored" -> stored(object);
            case "ref" -> JsonObject.of("from", new JsonText(object.text("task").orElse("")));
            case String form -> preview(object, form);
        };
    }

    private static Json map(List<Map.Entry<Json, Json>> pairs) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        pairs.forEach(pair -> members.put(key(pair.getKey()), of(pair.getValue())));
        if (members.size() == pairs.size()) {
            return new JsonObject(members);
        }
        // {1: "a", "1": "b"} would lose one.
        return new JsonList(
                pairs.stream().map(pair -> list(List.of(pair.getKey(), pair.getValue()))).toList());
    }

    static Json real(String text) {
        return switch (text) {
            case "nan" -> new JsonText("NaN");
            case "inf" -> new JsonText("Infinity");
            case "-inf" -> new JsonText("-Infinity");
            case "-0" -> new JsonNumber("-0.0");
            default -> number(text);
        };
    }

    private static Json integer(String text) {
        return number(text);
    }

    private static Json number(String text) {
        try {
            return new JsonNumber(text);
        } catch (IllegalArgumentException _) {
            return new JsonText(text);
        }
    }

    private static JsonObject stored(JsonObject form) {
        JsonObject shown = preview(form, "stored");
        for (String name : List.of("size", "digest")) {
            Json member = form.members().get(name);
            shown = member == null ? shown : shown.with(name, member);
        }
        return shown;
    }

    private static JsonObject preview(JsonObject form, String otherwise) {
        JsonObject shown = JsonObject.of("type", new JsonText(form.text("type").orElse(otherwise)));
        return form.text("preview").map(text -> shown.with("preview", text)).orElse(shown);
    }

    /** How many bytes a base64 text stands for. */
    private static long bytes(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3L - padding;
    }
}
