package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Values;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Expressions;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Input;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Node;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.flow.Template.Answer;
import dev.headrace.spec.flow.Template.Output;
import dev.headrace.spec.flow.Template.Source;
import dev.headrace.spec.flow.Type;
import dev.headrace.spec.run.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads templates and their calls. */
final class CallReader {
    private static final String TYPE = "type";
    private static final String FIRST = "first";
    private static final String EXPR = "expr";
    private static final Set<String> SOURCES =
            new TreeSet<>(List.of("from", "arg", "item", "value", "run", FIRST, EXPR));

    /** What each template takes. */
    private final SequencedMap<String, SequencedMap<String, Param>> signatures;

    private final Expressions language;

    CallReader(SequencedMap<String, SequencedMap<String, Param>> signatures, Expressions language) {
        this.signatures = signatures;
        this.language = language;
    }

    /** What each of these templates takes; the bodies are not looked at yet. */
    static SequencedMap<String, SequencedMap<String, Param>> signatures(Members file) {
        SequencedMap<String, SequencedMap<String, Param>> signatures = new LinkedHashMap<>();
        for (YamlMap.Entry entry : file.entries(Key.TEMPLATES, "templates by name")) {
            String name = Scalars.text(entry.key(), "the name of a template");
            if (!FlowSpec.isName(name)) {
                throw Complaint.badName(entry.key(), "a template");
            }
            if (!(entry.value() instanceof YamlMap map)) {
                throw Complaint.wanted(
                        entry.value(), "a template: params, and what a task does, tasks for one");
            }
            signatures.put(
                    name,
                    map.get(Key.PARAMS.word())
                            .map(ParamReader::typed)
                            .orElseGet(LinkedHashMap::new));
        }
        return signatures;
    }

    Call call(Members members, Scope scope) {
        Yaml named = members.need(Key.CALL);
        String template = Scalars.text(named, "the name of a template");
        SequencedMap<String, Param> params = signatures.get(template);
        if (params == null) {
            throw Complaint.of(
                    named.place(),
                    "HR-0124",
                    "there is no template '" + template + "'",
                    signatures.isEmpty()
                            ? "this file has no templates"
                            : "there are " + String.join(", ", signatures.keySet()),
                    Nearest.to(template, signatures.keySet())
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("add it under 'templates'"));
        }
        SequencedMap<String, Input> inputs =
                inputs(members.entries(Key.WITH, "inputs by name"), template, params, scope);
        for (Param param : params.values()) {
            if (param.fallback().isEmpty() && !inputs.containsKey(param.name())) {
                throw Complaint.of(
                        members.place(Key.WITH),
                        "HR-0125",
                        "the template '" + template + "' is not given its '" + param.name() + "'",
                        "that parameter has no default",
                        "give it under 'with', or write a default");
            }
        }
        return new Call(
                template,
                inputs,
                members.get(Key.REPEAT).map(yaml -> repeat(yaml, template, params, scope)));
    }

    private Repeat repeat(
            Yaml yaml, String template, SequencedMap<String, Param> params, Scope scope) {
        if (!(yaml instanceof YamlMap map)) {
            throw Complaint.wanted(yaml, "until: a condition, and max: so many rounds at most");
        }
        Members members = new Members(map, Kind.REPEAT);
        Scope within = scope.inRound();
        return new Repeat(
                members.get(Key.UNTIL).map(new ExprReader(language, within)::condition),
                Scalars.whole(members.need(Key.MAX), 1, Repeat.ROUNDS_MAX),
                inputs(members.entries(Key.NEXT, "inputs by name"), template, params, within));
    }

    private static SequencedMap<String, Input> inputs(
            List<YamlMap.Entry> entries,
            String template,
            SequencedMap<String, Param> params,
            Scope scope) {
        SequencedMap<String, Input> inputs = new LinkedHashMap<>();
        for (YamlMap.Entry entry : entries) {
            String name = Scalars.text(entry.key(), "the name of an input");
            Param param = params.get(name);
            if (param == null) {
                throw Complaint.of(
                        entry.key().place(),
                        "HR-0125",
                        "the template '" + template + "' takes no '" + name + "'",
                        params.isEmpty()
                                ? "it takes nothing"
                                : "it takes " + String.join(", ", params.keySet()),
                        Nearest.to(name, params.keySet())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("take it out, or add it to the params of the template"));
            }
            Input input = new Reference(scope).input(entry.value());
            if (input instanceof Input.Literal(Value value)) {
                fits(entry.value().place(), "'" + name + "'", param, value);
            }
            inputs.put(name, input);
        }
        return inputs;
    }

    /** What is written here, where a type is known. */
    static void fits(Place place, String what, Param param, Value value) {
        Type type = Type.of(param.type()).orElse(Type.Basic.ANY);
        if (!Values.fits(value, type)) {
            throw Complaint.of(
                    place,
                    "HR-0125",
                    what + " is " + Complaint.shortened(Values.display(value)),
                    "its type is " + type.word(),
                    "give it another value, or change its type; null fits only "
                            + type.word()
                            + "?");
        }
    }

    /** What comes from siblings. */
    static Stream<Input> looksAt(Call call) {
        return Stream.of(
                        call.inputs().values().stream(),
                        call.repeat().stream().flatMap(repeat -> repeat.next().values().stream()),
                        call.repeat().stream()
                                .flatMap(repeat -> repeat.until().stream())
                                .flatMap(until -> until.names().values().stream()))
                .flatMap(Function.identity());
    }

    // ---------------------------------------------------------------- outputs

    /** What a template gives, seen from among the children of its body. */
    Optional<Output> output(Members template, Scope around, Node body) {
        if (!template.has(Key.OUTPUTS)) {
            return Optional.empty();
        }
        Yaml yaml = template.need(Key.OUTPUTS);
        Scope scope =
                around.inGraph(body instanceof Graph graph ? graph.children().keySet() : Set.of());
        if (!(yaml instanceof YamlMap map) || map.entries().isEmpty()) {
            throw Complaint.wanted(yaml, "outputs by name, or one reference");
        }
        List<String> keys = map.entries().stream().map(entry -> entry.key().text()).toList();
        if (keys.stream().anyMatch(SOURCES::contains)
                && keys.stream().allMatch(key -> SOURCES.contains(key) || key.equals(TYPE))) {
            return Optional.of(new Output.Bare(answer(map, scope)));
        }
        SequencedMap<String, Answer> answers = new LinkedHashMap<>();
        for (YamlMap.Entry entry : map.entries()) {
            answers.put(
                    Scalars.text(entry.key(), "the name of an output"),
                    answer(entry.value(), scope));
        }
        return Optional.of(Complaint.placed(map.place(), () -> new Output.Named(answers)));
    }

    private Answer answer(Yaml yaml, Scope scope) {
        if (!(yaml instanceof YamlMap map)) {
            return new Answer(new Source.One(new Reference(scope).input(yaml)), Type.Basic.ANY);
        }
        Type type = map.get(TYPE).map(ParamReader::type).orElse(Type.Basic.ANY);
        List<YamlMap.Entry> rest =
                map.entries().stream().filter(entry -> !entry.key().text().equals(TYPE)).toList();
        if (map.get(TYPE).isEmpty() && rest.stream().noneMatch(CallReader::isSource)) {
            return new Answer(new Source.One(new Reference(scope).input(map)), type);
        }
        if (rest.size() != 1 || !isSource(rest.getFirst())) {
            throw Complaint.wanted(
                    map,
                    "an output: one of " + String.join(", ", SOURCES) + ", and perhaps a type");
        }
        return new Answer(source(map.place(), rest.getFirst(), scope), type);
    }

    private static boolean isSource(YamlMap.Entry entry) {
        return SOURCES.contains(entry.key().text());
    }

    private Source source(Place place, YamlMap.Entry entry, Scope scope) {
        Reference reference = new Reference(scope);
        return switch (entry.key().text()) {
            case FIRST -> {
                if (!(entry.value() instanceof YamlList list) || list.items().isEmpty()) {
                    throw Complaint.wanted(entry.value(), "a list of references");
                }
                List<Input> inputs = new ArrayList<>();
                list.items().forEach(item -> inputs.add(reference.input(item)));
                yield new Source.FirstOf(inputs);
            }
            case EXPR -> {
                Expr expr = new ExprReader(language, scope).value(entry.value());
                yield new Source.Computed(expr);
            }
            default -> new Source.One(reference.input(new YamlMap(place, List.of(entry))));
        };
    }
}
