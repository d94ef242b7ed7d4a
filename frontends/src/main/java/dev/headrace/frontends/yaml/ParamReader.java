package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Param;
import dev.headrace.spec.flow.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads the arguments that a flow takes. */
final class ParamReader {
    private ParamReader() {}

    static SequencedMap<String, Param> params(Members flow) {
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        for (YamlMap.Entry entry : flow.entries(Key.PARAMS, "parameters by name")) {
            String name = Scalars.text(entry.key(), "the name of a parameter");
            if (!FlowSpec.isName(name)) {
                throw Complaint.badName(entry.key(), "a parameter");
            }
            params.put(name, param(name, entry.value()));
        }
        return params;
    }

    /** Those of a template: their types are checked, and so are their defaults. */
    static SequencedMap<String, Param> typed(Yaml yaml) {
        if (!(yaml instanceof YamlMap map)) {
            throw Complaint.wanted(yaml, "parameters by name");
        }
        SequencedMap<String, Param> params = new LinkedHashMap<>();
        for (YamlMap.Entry entry : map.entries()) {
            String name = Scalars.text(entry.key(), "the name of a parameter");
            if (!FlowSpec.isName(name)) {
                throw Complaint.badName(entry.key(), "a parameter");
            }
            Param read = param(name, entry.value());
            if (entry.value() instanceof YamlMap members) {
                members.get(Key.TYPE.word()).ifPresent(ParamReader::type);
            }
            read.fallback()
                    .ifPresent(value ->
                            CallReader.fits(
                                    entry.value().place(),
                                    "the default of '" + name + "'",
                                    read,
                                    value));
            params.put(name, read);
        }
        return params;
    }

    static Type type(Yaml yaml) {
        String text = Scalars.text(yaml, "a type: " + Type.WORDS);
        return Type.of(text)
                .orElseThrow(() ->
                        Complaint.of(
                                yaml.place(),
                                "HR-0125",
                                "'" + text + "' is no type",
                                "what a template is given is checked; its types are " + Type.WORDS,
                                "write one of these, or leave the type away"));
    }

    private static List<String> words() {
        return Kind.PARAM.words();
    }

    private static Param param(String name, Yaml yaml) {
        if (yaml instanceof YamlMap map) {
            if (!map.entries().isEmpty()
                    && map.entries().stream()
                            .noneMatch(entry -> words().contains(entry.key().text()))) {
                throw Complaint.of(
                        map.place(),
                        "HR-0107",
                        "this mapping has neither type nor default",
                        "a parameter is its default, or a mapping with these keys",
                        "a default that is a mapping itself is written {default: {…}}");
            }
            Members members = new Members(map, Kind.PARAM);
            return new Param(
                    name,
                    members.get(Key.TYPE, type -> Scalars.text(type, "a text"), ""),
                    members.get(Key.DEFAULT).map(Literal::quoted));
        }
        return yaml instanceof YamlScalar scalar && scalar.isEmpty()
                ? new Param(name, "", Optional.empty())
                : new Param(name, "", Optional.of(Literal.quoted(yaml)));
    }
}
