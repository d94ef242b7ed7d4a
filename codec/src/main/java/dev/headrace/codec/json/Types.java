package dev.headrace.codec.json;

import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which values are of which type. */
final class Types {
    /** Forms of values that JSON has words for; what is in another one is not looked into. */
    private static final Set<String> KNOWN = new TreeSet<>(List.of("int", "float", "tuple", "map"));

    private Types() {}

    static boolean fits(Value value, Type type) {
        return type == Type.Basic.ANY || fits(Json.read(value.json()), type);
    }

    private static boolean fits(Json json, Type type) {
        Optional<String> tag = Form.tag(json);
        if (tag.isPresent() && !KNOWN.contains(tag.get())) {
            return true;
        }
        return switch (type) {
            case Type.OrNull(Type inner) -> json instanceof JsonNull || fits(json, inner);
            case Type.ListOf(Type item) ->
                    Form.items(json)
                            .filter(items -> items.stream().allMatch(one -> fits(one, item)))
                            .isPresent();
            case Type.ObjectOf(Type member) ->
                    Form.pairs(json)
                            .filter(pairs ->
                                    pairs.stream()
                                            .map(Map.Entry::getValue)
                                            .allMatch(one -> fits(one, member)))
                            .isPresent();
            case Type.Basic basic ->
                    switch (basic) {
                        case ANY -> true;
                        case TEXT -> json instanceof JsonText;
                        case INT -> whole(json, tag);
                        case NUMBER ->
                                json instanceof JsonNumber
                                        || tag.filter(word -> !isMany(word)).isPresent();
                        case BOOL -> json instanceof JsonBool;
                        case LIST -> Form.items(json).isPresent();
                        case OBJECT -> Form.pairs(json).isPresent();
                    };
        };
    }

    private static boolean whole(Json json, Optional<String> tag) {
        return tag.filter("int"::equals).isPresent()
                || (json instanceof JsonNumber number && number.isInteger());
    }

    private static boolean isMany(String tag) {
        return tag.equals("tuple") || tag.equals("map");
    }
}
