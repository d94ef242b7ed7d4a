package dev.headrace.app.command;

import dev.headrace.adapters.local.home.HomeTrouble;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.text.Errors;
import dev.headrace.codec.run.UnreadableJournal;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spi.store.StoreException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The frame of the command line: finds the command, reads what stands behind it, runs it. */
public final class Commands {
    private static final int BAD_INPUT = 2;

    private final List<Command> commands;

    /** These commands, in the order in which {@code help} shows them. */
    public Commands(List<Command> own) {
        List<Command> all = new ArrayList<>(own);
        all.add(new Help(all));
        all.add(new Version());
        this.commands = List.copyOf(all);
    }

    /** Does what the words say; the answer is the exit status. */
    public int run(String[] words, Surroundings here) {
        boolean json = Arrays.asList(words).contains("--json");
        try {
            return dispatch(words, here);
        } catch (InvalidSpec wrong) {
            new Errors(here.terminal(), json).print(wrong.problems());
            return BAD_INPUT;
        } catch (Trouble trouble) {
            new Errors(here.terminal(), json).print(List.of(trouble.problem()));
            return trouble.status();
        }
    }

    private int dispatch(String[] words, Surroundings here) {
        if (words.length == 0) {
            here.terminal().err().print(Help.overview(commands));
            return BAD_INPUT;
        }
        String first = words[0];
        String name =
                switch (first) {
                    case "--version", "-V" -> "version";
                    case "--help", "-h" -> "help";
                    default -> first;
                };
        Command command = find(name);
        String[] rest = Arrays.copyOfRange(words, 1, words.length);
        if (asksForHelp(rest)) {
            here.terminal().out().print(Help.of(command, here.terminal()));
            return 0;
        }
        Given given = parsed(command, rest);
        try {
            return command.run(given, here);
        } catch (StoreException trouble) {
            throw HomeTrouble.of(here.home(given), trouble);
        } catch (UnreadableJournal trouble) {
            throw HomeTrouble.of(here.home(given), unreadable(trouble));
        } catch (UncheckedIOException trouble) {
            throw Trouble.with(
                    Problem.at("", "HR-0414", "a file cannot be read or written")
                            .because(String.valueOf(trouble.getCause()))
                            .mend("make room, or let the file be read and written, and try again"),
                    trouble);
        }
    }

    private static StoreException unreadable(UnreadableJournal trouble) {
        return new StoreException(
                trouble.isNewer() ? StoreException.Trouble.NEWER : StoreException.Trouble.CORRUPT,
                String.valueOf(trouble.getMessage()),
                trouble);
    }

    private Command find(String name) {
        if (name.startsWith("-")) {
            throw Misuse.of(
                    "there is no option '" + name + "' before the command",
                    "options stand behind the command",
                    "headrace COMMAND " + name);
        }
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Misuse.unknownCommand(name, nearest(name)));
    }

    private String nearest(String name) {
        return Nearest.to(name, commands.stream().map(Command::name).toList())
                .map(near -> "did you mean 'headrace " + near + "'?")
                .orElse("headrace help lists them");
    }

    private static boolean asksForHelp(String[] words) {
        return Arrays.stream(words)
                .takeWhile(word -> !word.equals("--"))
                .anyMatch(word -> word.equals("--help") || word.equals("-h"));
    }

    private static Given parsed(Command command, String[] words) {
        String name = "headrace " + command.name();
        String help = name + " --help says what it takes";
        Shape shape = command.shape().whole();
        try {
            Given given =
                    new Given(
                            DefaultParser.builder()
                                    .setAllowPartialMatching(false)
                                    .get()
                                    .parse(shape.options(), words));
            checkArguments(given, shape, name, help);
            return given;
        } catch (UnrecognizedOptionException unknown) {
            throw Misuse.of(
                    name + " has no option '" + unknown.getOption() + "'",
                    "",
                    nearestOption(shape, unknown.getOption()).orElse(name + " --help lists them"));
        } catch (MissingArgumentException missing) {
            throw Misuse.of(
                    name + " lacks a value for '" + longName(missing.getOption()) + "'", "", help);
        } catch (ParseException wrong) {
            throw Misuse.of(String.valueOf(wrong.getMessage()), "", help);
        }
    }

    private static String longName(Option option) {
        return option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt();
    }

    private static void checkArguments(Given given, Shape shape, String name, String help) {
        List<Shape.Place> places = shape.places();
        List<String> missing =
                places.stream()
                        .filter(Shape.Place::needed)
                        .map(Shape.Place::label)
                        .skip(given.count())
                        .toList();
        if (!missing.isEmpty()) {
            throw Misuse.of(name + " lacks " + String.join(" and ", missing), "", help);
        }
        boolean many = !places.isEmpty() && places.getLast().many();
        if (given.count() > places.size() && !many) {
            throw Misuse.of(
                    "'"
                            + given.rest(places.size()).getFirst()
                            + "' is one argument too many for "
                            + name,
                    "",
                    help);
        }
    }

    private static Optional<String> nearestOption(Shape shape, String word) {
        String bare = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        List<String> names =
                shape.switches().stream().flatMap(each -> each.names().stream()).toList();
        return Nearest.to(bare, names).map(near -> "did you mean '" + near + "'?");
    }
}
