package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Items;
import java.util.List;
import java.util.Optional;

/** What a foreach goes over: an input that is a list, or what is made of several. */
record ItemsShape() implements Shape<Items> {
    private static final Field<Items.Product, List<InputShapes.Named>> PRODUCT_LISTS =
            Field.of(
                    "lists",
                    InputShapes.LIST,
                    items -> InputShapes.named(items.lists()),
                    "By name; the last goes through first");
    private static final ObjectShape<Items.Product> PRODUCT =
            new ObjectShape<>(
                    "items-product",
                    "Every combination of the items of several lists",
                    Optional.of("product"),
                    List.of(PRODUCT_LISTS),
                    read -> new Items.Product(InputShapes.byName(read.get(PRODUCT_LISTS))));

    private static final Field<Items.Zip, List<InputShapes.Named>> ZIP_LISTS =
            Field.of(
                    "lists",
                    InputShapes.LIST,
                    items -> InputShapes.named(items.lists()),
                    "By name; all of one length");
    private static final ObjectShape<Items.Zip> ZIP =
            new ObjectShape<>(
                    "items-zip",
                    "The first items of several lists, their second ones, and so on",
                    Optional.of("zip"),
                    List.of(ZIP_LISTS),
                    read -> new Items.Zip(InputShapes.byName(read.get(ZIP_LISTS))));

    private static final Field<Items.Range, Input> FROM =
            Field.of("from", InputShapes.INPUT, Items.Range::from, "The first");
    private static final Field<Items.Range, Input> TO =
            Field.of("to", InputShapes.INPUT, Items.Range::to, "Where it ends; itself not in it");
    private static final Field<Items.Range, Input> STEP =
            Field.of("step", InputShapes.INPUT, Items.Range::step, "From one to the next");
    private static final ObjectShape<Items.Range> RANGE =
            new ObjectShape<>(
                    "items-range",
                    "Whole numbers",
                    Optional.of("range"),
                    List.of(FROM, TO, STEP),
                    read -> new Items.Range(read.get(FROM), read.get(TO), read.get(STEP)));

    private static final List<ObjectShape<? extends Items.Made>> KINDS =
            List.of(PRODUCT, ZIP, RANGE);
    private static final KindShape<Items.Made> MADE =
            new KindShape<>(
                    "made-items",
                    () -> KINDS,
                    items ->
                            switch (items) {
                                case Items.Product _ -> PRODUCT;
                                case Items.Zip _ -> ZIP;
                                case Items.Range _ -> RANGE;
                            });

    @Override
    public Json write(Items items) {
        return switch (items) {
            case Items.Of(Input list) -> InputShapes.INPUT.write(list);
            case Items.Made made -> MADE.write(made);
        };
    }

    @Override
    public Items read(Json json, String at) {
        return isMade(json) ? MADE.read(json, at) : new Items.Of(InputShapes.INPUT.read(json, at));
    }

    private static boolean isMade(Json json) {
        return json instanceof JsonObject object
                && object.text(ObjectShape.KIND)
                        .filter(word ->
                                KINDS.stream()
                                        .anyMatch(kind -> kind.kind().equals(Optional.of(word))))
                        .isPresent();
    }

    @Override
    public Json schema(Definitions definitions) {
        return JsonObject.of(
                "anyOf",
                new JsonList(
                        List.of(InputShapes.INPUT.schema(definitions), MADE.schema(definitions))));
    }
}
