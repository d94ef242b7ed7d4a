package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Values and texts by dice, the ugly ones too. */
public final class RandomValue {
    private static final int[] LETTERS =
            "abc \"\\/\n\t\u0001\u007f\u00e9\u20ac\ud83d\ude00$<".codePoints().toArray();
    private final RandomGenerator dice;

    public RandomValue(RandomGenerator dice) {
        this.dice = dice;
    }

    public Value value() {
        return new Value(json(3).compact());
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = dice.nextInt(8); i > 0; i--) {
            text.appendCodePoint(LETTERS[dice.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private Json json(int depth) {
        return switch (dice.nextInt(depth == 0 ? 6 : 10)) {
            case 0 -> JsonNull.NULL;
            case 1 -> new JsonBool(dice.nextBoolean());
            case 2 -> JsonNumber.of(dice.nextLong() >> dice.nextInt(64));
            case 3 -> JsonNumber.of(dice.nextGaussian() * Math.pow(10, dice.nextInt(-30, 30)));
            case 4, 5 -> new JsonText(text());
            case 6 -> tagged(depth);
            case 7 -> object(depth);
            default -> list(depth);
        };
    }

    private Json tagged(int depth) {
        String tag = dice.nextBoolean() ? "tuple" : "set";
        return JsonObject.EMPTY.with("$", tag).with("v", list(depth));
    }

    private JsonList list(int depth) {
        List<Json> items = new ArrayList<>();
        for (int i = dice.nextInt(4); i > 0; i--) {
            items.add(json(depth - 1));
        }
        return new JsonList(items);
    }

    private JsonObject object(int depth) {
        JsonObject object = JsonObject.EMPTY;
        for (int i = dice.nextInt(4); i > 0; i--) {
            object = object.with("k" + text(), json(depth - 1));
        }
        return object;
    }
}
