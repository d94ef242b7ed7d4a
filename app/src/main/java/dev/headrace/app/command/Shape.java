package dev.headrace.app.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** What a command takes. Each method adds something and returns this. */
public final class Shape {
    private final List<Place> places = new ArrayList<>();
    private final List<Switch> switches = new ArrayList<>();

    /** Where an argument stands. */
    record Place(String label, String meaning, boolean needed, boolean many) {
        String shown() {
            String one = many ? label + "…" : label;
            return needed ? one : "[" + one + "]";
        }
    }

    /** An option under its names, the first of which it is asked for by. */
    record Switch(List<String> names, String label, String meaning, boolean many) {
        boolean hasValue() {
            return !label.isEmpty();
        }
    }

    /** An argument that must be there; arguments stand in the order in which they are added. */
    public Shape required(String label, String meaning) {
        places.add(new Place(label, meaning, true, false));
        return this;
    }

    public Shape optional(String label, String meaning) {
        places.add(new Place(label, meaning, false, false));
        return this;
    }

    /** Any number of further arguments. */
    public Shape rest(String label, String meaning) {
        places.add(new Place(label, meaning, false, true));
        return this;
    }

    /** An option that is there or not. */
    public Shape flag(String meaning, String name, String... others) {
        return add("", meaning, false, name, others);
    }

    /** An option with a value. */
    public Shape value(String label, String meaning, String name, String... others) {
        return add(label, meaning, false, name, others);
    }

    /** An option with a value that may be there several times. */
    public Shape values(String label, String meaning, String name, String... others) {
        return add(label, meaning, true, name, others);
    }

    private Shape add(String label, String meaning, boolean many, String name, String... others) {
        List<String> names = new ArrayList<>(List.of(name));
        names.addAll(List.of(others));
        switches.add(new Switch(List.copyOf(names), label, meaning, many));
        return this;
    }

    /** {@code --json}. */
    public Shape json() {
        return flag("exactly one JSON document on standard output", "--json");
    }

    /** With what every command takes. */
    Shape whole() {
        Shape whole = new Shape();
        whole.places.addAll(places);
        whole.switches.addAll(switches);
        return whole.flag("what else happens, and our own frames in tracebacks", "--verbose")
                .value(
                        "FOLDER",
                        "the store; else $HEADRACE_HOME or the project's .headrace",
                        "--home")
                .flag("this text", "--help", "-h");
    }

    List<Place> places() {
        return places;
    }

    List<Switch> switches() {
        return switches;
    }

    /** As the parser of options wants it. */
    Options options() {
        Options options = new Options();
        for (Switch each : switches) {
            Option.Builder option = Option.builder(shortName(each)).hasArg(each.hasValue());
            each.names().stream()
                    .filter(name -> name.startsWith("--"))
                    .findFirst()
                    .ifPresent(name -> option.longOpt(name.substring(2)));
            options.addOption(option.get());
        }
        return options;
    }

    private static @Nullable String shortName(Switch each) {
        return each.names().stream()
                .filter(name -> !name.startsWith("--"))
                .map(name -> name.substring(1))
                .findFirst()
                .orElse(null);
    }
}
