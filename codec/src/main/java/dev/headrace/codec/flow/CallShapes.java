package dev.headrace.codec.flow;

import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.flow.Template;
import dev.headrace.spec.flow.Template.Answer;
import dev.headrace.spec.flow.Template.Output;
import dev.headrace.spec.flow.Template.Source;
import dev.headrace.spec.flow.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Templates and their calls. */
final class CallShapes {
    private CallShapes() {}

    // ---------------------------------------------------------------- a call

    private static final Field<Repeat, Optional<Expr>> UNTIL =
            Field.maybe(
                    "until",
                    RuleShapes.EXPR,
                    Repeat::until,
                    "Asked after each round; without it there are exactly so many rounds");
    private static final Field<Repeat, Long> MAX =
            Field.of(
                    "max",
                    new NumberShape(1, Repeat.ROUNDS_MAX),
                    repeat -> (long) repeat.max(),
                    "How many rounds at most");
    private static final Field<Repeat, List<InputShapes.Named>> NEXT =
            Field.or(
                    List.of(),
                    "next",
                    InputShapes.LIST,
                    repeat -> InputShapes.named(repeat.next()),
                    "What a further round is given; the rest stays as it was");
    private static final ObjectShape<Repeat> REPEAT =
            new ObjectShape<>(
                    "repeat",
                    "Runs a call round after round",
                    Optional.empty(),
                    List.of(UNTIL, MAX, NEXT),
                    read ->
                            new Repeat(
                                    read.get(UNTIL),
                                    Math.toIntExact(read.get(MAX)),
                                    InputShapes.byName(read.get(NEXT))));

    private static final Field<Call, String> TEMPLATE =
            Field.of("template", TextShape.ANY, Call::template, "Its name");
    private static final Field<Call, List<InputShapes.Named>> INPUTS =
            Field.or(
                    List.of(),
                    "inputs",
                    InputShapes.LIST,
                    call -> InputShapes.named(call.inputs()),
                    "What the template is given");
    private static final Field<Call, Optional<Repeat>> AGAIN =
            Field.maybe("repeat", REPEAT, Call::repeat, "Whether it is run again and again");
    static final ObjectShape<Call> CALL =
            new ObjectShape<>(
                    "call",
                    "Use of a template",
                    Optional.of("call"),
                    List.of(TEMPLATE, INPUTS, AGAIN),
                    read ->
                            new Call(
                                    read.get(TEMPLATE),
                                    InputShapes.byName(read.get(INPUTS)),
                                    read.get(AGAIN)));

    // ---------------------------------------------------------------- what a template gives

    private static final Field<Source.One, Input> ONE =
            Field.of("from", InputShapes.INPUT, Source.One::input, "");
    private static final ObjectShape<Source.One> ONE_SOURCE =
            new ObjectShape<>(
                    "source-one",
                    "One value",
                    Optional.of("one"),
                    List.of(ONE),
                    read -> new Source.One(read.get(ONE)));
    private static final Field<Source.FirstOf, List<Input>> FIRST =
            Field.of("from", new ListShape<>(InputShapes.INPUT), Source.FirstOf::inputs, "");
    private static final ObjectShape<Source.FirstOf> FIRST_SOURCE =
            new ObjectShape<>(
                    "source-first",
                    "The first of these that is there",
                    Optional.of("first"),
                    List.of(FIRST),
                    read -> new Source.FirstOf(read.get(FIRST)));
    private static final Field<Source.Computed, Expr> EXPR =
            Field.of("expr", RuleShapes.EXPR, Source.Computed::expr, "");
    private static final ObjectShape<Source.Computed> COMPUTED =
            new ObjectShape<>(
                    "source-computed",
                    "What an expression gives",
                    Optional.of("computed"),
                    List.of(EXPR),
                    read -> new Source.Computed(read.get(EXPR)));
    private static final KindShape<Source> SOURCE =
            new KindShape<>(
                    "source",
                    () -> List.of(ONE_SOURCE, FIRST_SOURCE, COMPUTED),
                    source ->
                            switch (source) {
                                case Source.One _ -> ONE_SOURCE;
                                case Source.FirstOf _ -> FIRST_SOURCE;
                                case Source.Computed _ -> COMPUTED;
                            });

    /** As it is written; which other words there are for one is not known any more. */
    private static final TextShape<Type> TYPE =
            new TextShape<>(
                    "a type: " + Type.WORDS,
                    ".*",
                    Type::word,
                    text -> Type.of(text).orElseThrow(() -> new IllegalArgumentException(text)));

    /** An output with its name; empty for the only one. */
    record Named(String name, Answer answer) {}

    private static final Field<Named, String> NAME =
            Field.or("", "name", TextShape.ANY, Named::name, "Left out for the whole result");
    private static final Field<Named, Source> FROM =
            Field.of("source", SOURCE, named -> named.answer().source(), "Where it comes from");
    private static final Field<Named, Type> TYPE_OF =
            Field.or(Type.Basic.ANY, "type", TYPE, named -> named.answer().type(), "What it is");
    private static final ObjectShape<Named> OUTPUT =
            new ObjectShape<>(
                    "output",
                    "What a template gives",
                    Optional.empty(),
                    List.of(NAME, FROM, TYPE_OF),
                    read ->
                            new Named(
                                    read.get(NAME), new Answer(read.get(FROM), read.get(TYPE_OF))));

    private static List<Named> named(Template template) {
        if (template.output().isEmpty()) {
            return List.of();
        }
        return switch (template.output().get()) {
            case Output.Bare(Answer answer) -> List.of(new Named("", answer));
            case Output.Named(var answers) ->
                    answers.entrySet().stream()
                            .map(entry -> new Named(entry.getKey(), entry.getValue()))
                            .toList();
        };
    }

    private static Optional<Output> output(List<Named> list) {
        if (list.isEmpty()) {
            return Optional.empty();
        }
        if (list.size() == 1 && list.getFirst().name().isEmpty()) {
            return Optional.of(new Output.Bare(list.getFirst().answer()));
        }
        SequencedMap<String, Answer> answers = new LinkedHashMap<>();
        for (Named named : list) {
            if (answers.putIfAbsent(named.name(), named.answer()) != null) {
                throw Complaint.twice("outputs", named.name());
            }
        }
        return Optional.of(new Output.Named(answers));
    }

    // ---------------------------------------------------------------- a template

    private static final Field<Template, List<Param>> PARAMS =
            Field.or(
                    List.of(),
                    "params",
                    new ListShape<>(FlowShapes.PARAM),
                    template -> List.copyOf(template.params().values()),
                    "What it is given; their types are checked");
    private static final Field<Template, Node> BODY =
            Field.of("node", NodeShapes.NODE, Template::body, "What is run");
    private static final Field<Template, List<Named>> OUTPUTS =
            Field.or(
                    List.of(),
                    "outputs",
                    new ListShape<>(OUTPUT),
                    CallShapes::named,
                    "What it gives; what its node gives if nothing is said");
    static final ObjectShape<Template> TEMPLATE_SHAPE =
            new ObjectShape<>(
                    "template",
                    "A part of a flow under a name",
                    Optional.empty(),
                    List.of(PARAMS, BODY, OUTPUTS),
                    read ->
                            new Template(
                                    FlowShapes.byName(read.get(PARAMS)),
                                    read.get(BODY),
                                    output(read.get(OUTPUTS))));
}
