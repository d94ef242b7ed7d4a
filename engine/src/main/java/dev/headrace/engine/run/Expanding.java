package dev.headrace.engine.run;

import dev.headrace.spec.flow.ForEach;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Items;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome.Skipped.Reason;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Asks what a ForEach goes over, once all that it takes to know it is there. */
final class Expanding {
    private static final int DIGITS_MAX = 18;

    private Expanding() {}

    static void tell(Story story, NodeState node, ForEach each) {
        List<Value> items;
        try {
            items = items(story, node, each.items());
        } catch (NoItems wrong) {
            story.tell(new RunEvent.NodeFailed(node.path(), wrong.failure));
            return;
        }
        if (!items.isEmpty()) {
            story.tell(new RunEvent.ItemsExpanded(node.path(), items));
            return;
        }
        story.tell(
                switch (each.empty()) {
                    case SUCCEED -> new RunEvent.ItemsExpanded(node.path(), items);
                    case SKIP -> new RunEvent.NodeSkipped(node.path(), node.path(), Reason.EMPTY);
                    case FAIL ->
                            new RunEvent.NodeFailed(
                                    node.path(), failure("NoItems", "there is nothing to go over"));
                });
    }

    private static List<Value> items(Story story, NodeState node, Items items) throws NoItems {
        return switch (items) {
            case Items.Of(Input list) -> bounded(list(story, node, list, ""));
            case Items.Product(var lists) -> product(lists(story, node, lists));
            case Items.Zip(var lists) -> zip(lists(story, node, lists));
            case Items.Range(Input from, Input to, Input step) ->
                    range(
                            whole(story, node, from, "its start"),
                            whole(story, node, to, "its end"),
                            whole(story, node, step, "its step"));
        };
    }

    private static SequencedMap<String, List<Value>> lists(
            Story story, NodeState node, SequencedMap<String, Input> inputs) throws NoItems {
        SequencedMap<String, List<Value>> lists = new LinkedHashMap<>();
        for (var input : inputs.entrySet()) {
            lists.put(
                    input.getKey(), list(story, node, input.getValue(), " for " + input.getKey()));
        }
        return lists;
    }

    private static List<Value> list(Story story, NodeState node, Input input, String what)
            throws NoItems {
        return Sources.value(story, node, input)
                .flatMap(story.evaluator()::items)
                .orElseThrow(() ->
                        new NoItems(
                                "NoList",
                                "what it shall go over"
                                        + what
                                        + " is no list, or one that cannot be looked into: a list of"
                                        + " plain numbers, texts, lists and objects can, up to 64"
                                        + " MiB"));
    }

    private static List<Value> bounded(List<Value> items) throws NoItems {
        atMost(items.size());
        return items;
    }

    private static void atMost(long count) throws NoItems {
        if (count > ForEach.ITEMS_MAX) {
            throw new NoItems("TooManyItems", "a list of over " + ForEach.ITEMS_MAX + " items");
        }
    }

    private static List<Value> product(SequencedMap<String, List<Value>> lists) throws NoItems {
        long count = 1;
        for (List<Value> list : lists.values()) {
            count *= list.size();
            atMost(count);
        }
        List<Map<String, Value>> all = List.of(new LinkedHashMap<>());
        for (var list : lists.entrySet()) {
            List<Map<String, Value>> longer = new ArrayList<>();
            for (Map<String, Value> one : all) {
                for (Value item : list.getValue()) {
                    Map<String, Value> more = new LinkedHashMap<>(one);
                    more.put(list.getKey(), item);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all.stream().map(Json::object).toList();
    }

    private static List<Value> zip(SequencedMap<String, List<Value>> lists) throws NoItems {
        var first = lists.firstEntry();
        int size = first.getValue().size();
        for (var list : lists.entrySet()) {
            if (list.getValue().size() != size) {
                throw new NoItems(
                        "UnequalLists",
                        first.getKey()
                                + " has "
                                + size
                                + " items and "
                                + list.getKey()
                                + " has "
                                + list.getValue().size());
            }
        }
        atMost(size);
        List<Value> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Map<String, Value> item = new LinkedHashMap<>();
            for (var list : lists.entrySet()) {
                item.put(list.getKey(), list.getValue().get(i));
            }
            items.add(Json.object(item));
        }
        return items;
    }

    private static long whole(Story story, NodeState node, Input input, String what)
            throws NoItems {
        Optional<Value> value = Sources.value(story, node, input);
        String text = value.map(Value::json).orElse("");
        String digits = text.startsWith("-") ? text.substring(1) : text;
        if (digits.isEmpty()
                || digits.length() > DIGITS_MAX
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NoItems("NoRange", what + " is no whole number");
        }
        return Long.parseLong(text);
    }

    private static List<Value> range(long from, long to, long step) throws NoItems {
        if (step == 0) {
            throw new NoItems("NoRange", "its step is 0");
        }
        long way = step > 0 ? to - from : from - to;
        long count = way <= 0 ? 0 : (way - 1) / Math.abs(step) + 1;
        atMost(count);
        List<Value> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(new Value(String.valueOf(from + i * step)));
        }
        return items;
    }

    private static Failure failure(String type, String why) {
        return Failure.of(Failure.Kind.VALUE, type, why);
    }

    /** There are none, and this is why. */
    private static final class NoItems extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Failure failure;

        NoItems(String type, String why) {
            super(why);
            this.failure = failure(type, why);
        }
    }
}
