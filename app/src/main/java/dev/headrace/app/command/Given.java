package dev.headrace.app.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/** What stood on the command line behind the command. Options are asked for by their first name. */
public final class Given {
    private final CommandLine parsed;
    private final List<String> arguments;

    Given(CommandLine parsed) {
        this.parsed = parsed;
        this.arguments = List.copyOf(parsed.getArgList());
    }

    public boolean flag(String option) {
        return parsed.hasOption(bare(option));
    }

    public boolean json() {
        return flag("--json");
    }

    public boolean verbose() {
        return flag("--verbose");
    }

    public Optional<String> value(String option) {
        return Optional.ofNullable(parsed.getOptionValue(bare(option)));
    }

    public List<String> values(String option) {
        String[] values = parsed.getOptionValues(bare(option));
        return values == null ? List.of() : Arrays.asList(values);
    }

    /** A whole number, or what is said when the option is not there. */
    public int number(String option, int otherwise, int min, int max) {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Misuse.of(
                option + " takes a whole number from " + min + " to " + max,
                "it was given '" + text.get() + "'");
    }

    /** The argument at this place, counted from 0. */
    public Optional<String> argument(int place) {
        return place < arguments.size() ? Optional.of(arguments.get(place)) : Optional.empty();
    }

    /** One that must be there, and therefore is. */
    public String required(int place) {
        return argument(place).orElseThrow();
    }

    /** All arguments from this place on. */
    public List<String> rest(int place) {
        return arguments.subList(Math.min(place, arguments.size()), arguments.size());
    }

    int count() {
        return arguments.size();
    }

    private static String bare(String option) {
        return option.startsWith("--") ? option.substring(2) : option.substring(1);
    }
}
