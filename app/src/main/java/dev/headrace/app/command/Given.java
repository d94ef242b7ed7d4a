package dev.headrace.app.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** What stood on the command line behind the command. Options are asked for by their first name. */
public final class Given {
    private final ParseResult parsed;

    Given(ParseResult parsed) {
        this.parsed = parsed;
    }

    public boolean flag(String option) {
        return parsed.hasMatchedOption(option);
    }

    public boolean json() {
        return flag("--json");
    }

    public boolean verbose() {
        return flag("--verbose");
    }

    public Optional<String> value(String option) {
        return parsed.hasMatchedOption(option)
                ? Optional.of(parsed.<String>matchedOptionValue(option, ""))
                : Optional.empty();
    }

    public List<String> values(String option) {
        return parsed.hasMatchedOption(option)
                ? parsed.<List<String>>matchedOptionValue(option, List.of())
                : List.of();
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
        return parsed.hasMatchedPositional(place)
                ? Optional.of(parsed.<String>matchedPositionalValue(place, ""))
                : Optional.empty();
    }

    /** One that must be there, and therefore is. */
    public String required(int place) {
        return argument(place).orElseThrow();
    }

    /** All arguments from this place on. */
    public List<String> rest(int place) {
        return parsed.hasMatchedPositional(place)
                ? parsed.<List<String>>matchedPositionalValue(place, List.of())
                : List.of();
    }
}
