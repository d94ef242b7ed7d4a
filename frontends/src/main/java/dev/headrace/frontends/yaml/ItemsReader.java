package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Items;
import dev.headrace.spec.flow.Tolerance;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads what a foreach goes over, and how many of it have to succeed. */
final class ItemsReader {
    private static final List<String> MADE = List.of("product", "zip", "range");

    private final Reference reference;

    ItemsReader(Scope scope) {
        this.reference = new Reference(scope);
    }

    Items items(Yaml yaml) {
        if (yaml instanceof YamlMap map
                && map.entries().size() == 1
                && MADE.contains(map.entries().getFirst().key().text())) {
            Yaml parts = map.entries().getFirst().value();
            return switch (map.entries().getFirst().key().text()) {
                case "product" -> new Items.Product(lists(parts));
                case "zip" -> new Items.Zip(lists(parts));
                default -> range(parts);
            };
        }
        return new Items.Of(
                list(
                        yaml,
                        "a list, a reference to one such as {from: task}, or one of product, zip"
                                + " and range"));
    }

    private Input list(Yaml yaml, String wanted) {
        if (yaml instanceof YamlList || isReference(yaml)) {
            return reference.input(yaml);
        }
        throw Complaint.wanted(yaml, wanted);
    }

    private boolean isReference(Yaml yaml) {
        return yaml instanceof YamlMap map && reference.refers(map);
    }

    private SequencedMap<String, Input> lists(Yaml yaml) {
        String wanted = "lists by name: {rate: [0.1, 0.2], seed: {from: seeds}}";
        if (!(yaml instanceof YamlMap map) || map.entries().isEmpty() || isReference(yaml)) {
            throw Complaint.wanted(yaml, wanted);
        }
        SequencedMap<String, Input> lists = new LinkedHashMap<>();
        for (YamlMap.Entry entry : map.entries()) {
            lists.put(
                    Scalars.text(entry.key(), "the name of a list"),
                    list(entry.value(), "a list, or a reference to one such as {from: task}"));
        }
        return Complaint.placed(yaml.place(), () -> new Items.Product(lists)).lists();
    }

    /** {@code 10}, {@code [from, to]} or {@code [from, to, step]}. */
    private Items range(Yaml yaml) {
        Input zero = new Input.Literal(new Value("0"));
        Input one = new Input.Literal(new Value("1"));
        if (!(yaml instanceof YamlList list)) {
            return new Items.Range(zero, whole(yaml), one);
        }
        List<Input> parts = list.items().stream().map(this::whole).toList();
        return switch (parts.size()) {
            case 1 -> new Items.Range(zero, parts.getFirst(), one);
            case 2 -> new Items.Range(parts.getFirst(), parts.getLast(), one);
            case 3 -> new Items.Range(parts.getFirst(), parts.get(1), parts.getLast());
            default -> throw Complaint.wanted(yaml, "an end, [from, to] or [from, to, step]");
        };
    }

    private Input whole(Yaml yaml) {
        if (isReference(yaml)) {
            return reference.input(yaml);
        }
        if (yaml instanceof YamlScalar scalar && scalar.text().matches("-?[0-9]{1,18}")) {
            return reference.input(yaml);
        }
        throw Complaint.wanted(yaml, "a whole number, or a reference to one");
    }

    static Tolerance tolerance(Members members) {
        if (members.has(Key.TOLERATE) && members.has(Key.ENOUGH)) {
            throw Complaint.of(
                    members.need(Key.ENOUGH).place(),
                    "HR-0108",
                    "this foreach has both tolerate and enough",
                    "either so many may fail, or so many are enough",
                    "take one of them out");
        }
        return members.has(Key.ENOUGH)
                ? new Tolerance.Enough(
                        Scalars.whole(members.need(Key.ENOUGH), 1, ForEach.ITEMS_MAX))
                : members.get(Key.TOLERATE, ItemsReader::tolerated, Tolerance.NONE);
    }

    /** {@code 3} items, or {@code 10%} of them. */
    private static Tolerance tolerated(Yaml yaml) {
        String wanted = "how many items may fail: a number such as 3, or 10%";
        String text = Scalars.written(yaml, wanted);
        boolean percent = text.endsWith("%");
        String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
        if (!digits.matches("[0-9]{1,9}")) {
            throw Complaint.wanted(yaml, wanted);
        }
        int n = Integer.parseInt(digits);
        return Complaint.placed(
                yaml.place(), () -> percent ? new Tolerance.Percent(n) : new Tolerance.AtMost(n));
    }
}
