package dev.headrace.codec.flow;

import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Input.FromArgument;
import dev.headrace.spec.flow.Input.FromItem;
import dev.headrace.spec.flow.Input.FromNode;
import dev.headrace.spec.flow.Input.FromOutcome;
import dev.headrace.spec.flow.Input.FromRound;
import dev.headrace.spec.flow.Input.FromRun;
import dev.headrace.spec.flow.Input.Literal;
import dev.headrace.spec.flow.Input.RoundNumber;
import dev.headrace.spec.run.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Where the inputs of a node come from. */
final class InputShapes {
    private InputShapes() {}

    private static final ListShape<String> TEXTS = new ListShape<>(TextShape.ANY);

    private static final Field<Literal, Value> VALUE =
            Field.of("value", new ValueShape(), Literal::value, "");
    private static final ObjectShape<Literal> LITERAL =
            new ObjectShape<>(
                    "literal",
                    "A value that is written here",
                    Optional.of("value"),
                    List.of(VALUE),
                    read -> new Literal(read.get(VALUE)));

    private static final Field<FromArgument, String> ARGUMENT_NAME =
            Field.of("argument", TextShape.ANY, FromArgument::name, "Its name");
    private static final ObjectShape<FromArgument> ARGUMENT =
            new ObjectShape<>(
                    "from-argument",
                    "An argument of the run",
                    Optional.of("argument"),
                    List.of(ARGUMENT_NAME),
                    read -> new FromArgument(read.get(ARGUMENT_NAME)));

    private static final Field<FromNode, String> NODE_NAME =
            Field.of("node", TextShape.ANY, FromNode::node, "Its name");
    private static final Field<FromNode, List<String>> NODE_FIELDS =
            Field.or(
                    List.of(),
                    "fields",
                    TEXTS,
                    FromNode::fields,
                    "Keys and indices that lead to a part of it");
    private static final ObjectShape<FromNode> NODE =
            new ObjectShape<>(
                    "from-node",
                    "The result of a node of the same graph",
                    Optional.of("node"),
                    List.of(NODE_NAME, NODE_FIELDS),
                    read -> new FromNode(read.get(NODE_NAME), read.get(NODE_FIELDS)));

    private static final Field<FromItem, List<String>> ITEM_FIELDS =
            Field.or(
                    List.of(),
                    "fields",
                    TEXTS,
                    FromItem::fields,
                    "Keys and indices that lead to a part of it");
    private static final ObjectShape<FromItem> ITEM =
            new ObjectShape<>(
                    "from-item",
                    "The item of the innermost foreach around",
                    Optional.of("item"),
                    List.of(ITEM_FIELDS),
                    read -> new FromItem(read.get(ITEM_FIELDS)));

    private static final Field<FromRun, String> RUN_NAME =
            Field.of("argument", TextShape.ANY, FromRun::name, "Its name");
    private static final ObjectShape<FromRun> RUN =
            new ObjectShape<>(
                    "from-run",
                    "An argument of the run, whatever template is around",
                    Optional.of("run"),
                    List.of(RUN_NAME),
                    read -> new FromRun(read.get(RUN_NAME)));

    private static final Field<FromRound, List<String>> ROUND_FIELDS =
            Field.or(
                    List.of(),
                    "fields",
                    TEXTS,
                    FromRound::fields,
                    "Keys and indices that lead to a part of it");
    private static final ObjectShape<FromRound> ROUND =
            new ObjectShape<>(
                    "from-round",
                    "The result of the round that is just over",
                    Optional.of("round"),
                    List.of(ROUND_FIELDS),
                    read -> new FromRound(read.get(ROUND_FIELDS)));

    private static final ObjectShape<RoundNumber> NUMBER =
            new ObjectShape<>(
                    "round-number",
                    "How many rounds are over",
                    Optional.of("round-number"),
                    List.of(),
                    read -> new RoundNumber());

    private static final Field<FromOutcome, List<String>> OUTCOME_FIELDS =
            Field.or(
                    List.of(),
                    "fields",
                    TEXTS,
                    FromOutcome::fields,
                    "Keys and indices that lead to a part of it");
    private static final ObjectShape<FromOutcome> OUTCOME =
            new ObjectShape<>(
                    "from-outcome",
                    "What the node came to that the hook around follows",
                    Optional.of("outcome"),
                    List.of(OUTCOME_FIELDS),
                    read -> new FromOutcome(read.get(OUTCOME_FIELDS)));

    static final KindShape<Input> INPUT =
            new KindShape<>(
                    "input",
                    () -> List.of(LITERAL, ARGUMENT, NODE, ITEM, RUN, ROUND, NUMBER, OUTCOME),
                    input ->
                            switch (input) {
                                case Literal _ -> LITERAL;
                                case FromArgument _ -> ARGUMENT;
                                case FromNode _ -> NODE;
                                case FromItem _ -> ITEM;
                                case FromRun _ -> RUN;
                                case FromRound _ -> ROUND;
                                case RoundNumber _ -> NUMBER;
                                case FromOutcome _ -> OUTCOME;
                            });

    // ---------------------------------------------------------------- inputs by name, in order

    record Named(String name, Input from) {}

    private static final Field<Named, String> NAME =
            Field.of("name", TextShape.ANY, Named::name, "What the task calls it");
    private static final Field<Named, Input> FROM = Field.of("from", INPUT, Named::from, "");
    private static final ObjectShape<Named> NAMED =
            new ObjectShape<>(
                    "named-input",
                    "An input of a task",
                    Optional.empty(),
                    List.of(NAME, FROM),
                    read -> new Named(read.get(NAME), read.get(FROM)));
    static final ListShape<Named> LIST = new ListShape<>(NAMED);

    static List<Named> named(Map<String, Input> inputs) {
        return inputs.entrySet().stream()
                .map(input -> new Named(input.getKey(), input.getValue()))
                .toList();
    }

    static SequencedMap<String, Input> byName(List<Named> list) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        for (Named named : list) {
            if (inputs.putIfAbsent(named.name(), named.from()) != null) {
                throw Complaint.twice("inputs", named.name());
            }
        }
        return inputs;
    }
}
