package dev.headrace.app.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What a command takes. Each method adds something and returns this. */
public final class Shape {
    private final CommandSpec spec = CommandSpec.create();
    private int positionals;

    /** An argument that must be there; arguments stand in the order in which they are added. */
    public Shape required(String label, String meaning) {
        return positional(label, meaning, "1", positionals + "");
    }

    public Shape optional(String label, String meaning) {
        return positional(label, meaning, "0..1", positionals + "");
    }

    /** Any number of further arguments. */
    public Shape rest(String label, String meaning) {
        return positional(label, meaning, "0..*", positionals + "..*");
    }

    private Shape positional(String label, String meaning, String arity, String index) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel(label)
                        .hideParamSyntax(arity.equals("0..*"))
                        .description(meaning)
                        .index(index)
                        .arity(arity)
                        .required(arity.equals("1"))
                        .type(index.endsWith("*") ? List.class : String.class)
                        .auxiliaryTypes(String.class)
                        .build());
        positionals++;
        return this;
    }

    /** An option that is there or not. */
    public Shape flag(String meaning, String name, String... others) {
        return option(OptionSpec.builder(name, others).arity("0").type(boolean.class), meaning);
    }

    /** An option with a value. */
    public Shape value(String label, String meaning, String name, String... others) {
        return option(
                OptionSpec.builder(name, others).paramLabel(label).arity("1").type(String.class),
                meaning);
    }

    /** An option with a value that may be there several times. */
    public Shape values(String label, String meaning, String name, String... others) {
        return option(
                OptionSpec.builder(name, others)
                        .paramLabel(label)
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class),
                meaning);
    }

    private Shape option(OptionSpec.Builder option, String meaning) {
        spec.addOption(option.description(meaning).build());
        return this;
    }

    /** {@code --json}. */
    public Shape json() {
        return flag("exactly one JSON document on standard output", "--json");
    }

    CommandSpec spec(String name, String purpose) {
        List<String> description = new ArrayList<>();
        description.add(Character.toUpperCase(purpose.charAt(0)) + purpose.substring(1) + ".");
        spec.name("headrace " + name);
        spec.usageMessage()
                .description(description.toArray(String[]::new))
                .abbreviateSynopsis(false);
        flag("what else happens, and our own frames in tracebacks", "--verbose");
        value("FOLDER", "the store; else $HEADRACE_HOME or the project's .headrace", "--home");
        flag("this text", "--help", "-h");
        return spec;
    }
}
