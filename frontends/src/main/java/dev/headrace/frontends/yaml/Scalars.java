package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonText;
import dev.headrace.frontends.flow.Amounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What single words are wanted as. */
final class Scalars {
    private Scalars() {}

    static String text(Yaml yaml, String wanted) {
        if (yaml instanceof YamlScalar scalar && scalar.value() instanceof JsonText(var text)) {
            return clean(scalar, text, wanted);
        }
        throw Complaint.wanted(yaml, wanted);
    }

    /** A text, number or truth as it is written: what a program is given. */
    static String written(Yaml yaml, String wanted) {
        if (yaml instanceof YamlScalar scalar
                && (scalar.isEmpty() || !(scalar.value() instanceof JsonNull))) {
            return clean(scalar, scalar.text(), wanted);
        }
        throw Complaint.wanted(yaml, wanted);
    }

    /** No program can be given a text with a zero character in it. */
    private static String clean(YamlScalar scalar, String text, String wanted) {
        if (text.indexOf('\0') >= 0) {
            throw Complaint.of(
                    scalar.place(),
                    "HR-0108",
                    "there is a zero character in this text",
                    "wanted is " + wanted + ", and no program can be given that",
                    "take it out");
        }
        return text;
    }

    static List<String> writtenList(Yaml yaml, String wanted) {
        if (!(yaml instanceof YamlList list)) {
            throw Complaint.wanted(yaml, wanted);
        }
        List<String> texts = new ArrayList<>();
        for (Yaml item : list.items()) {
            texts.add(written(item, "a text"));
        }
        return texts;
    }

    static int whole(Yaml yaml, int least, int most) {
        String wanted = "a whole number";
        if (!(yaml instanceof YamlScalar scalar && scalar.value() instanceof JsonNumber number)) {
            throw Complaint.wanted(yaml, wanted);
        }
        long value = number.toLong().orElseThrow(() -> Complaint.wanted(yaml, wanted));
        if (value < least || value > most) {
            throw Complaint.limit(yaml.place(), value + " is not within " + least + ".." + most);
        }
        return Math.toIntExact(value);
    }

    static Duration duration(Yaml yaml) {
        return Amounts.duration(written(yaml, "a duration"))
                .orElseThrow(() ->
                        Complaint.wanted(yaml, "250ms, 10s, 5m, 2h, 1d, or a number of seconds"));
    }

    static long memory(Yaml yaml) {
        return Amounts.memory(written(yaml, "a size"))
                .orElseThrow(() ->
                        Complaint.wanted(
                                yaml, "a size such as 2GiB or 500MB, or a number of bytes"));
    }

    static int thousandths(Yaml yaml, String wanted) {
        return Amounts.thousandths(written(yaml, wanted))
                .orElseThrow(() -> Complaint.wanted(yaml, wanted));
    }
}
