package dev.headrace.app.command;

import dev.headrace.adapters.local.home.HomeTrouble;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.text.Errors;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spi.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
        CommandSpec spec = command.shape().spec(command.name(), command.purpose());
        String[] rest = Arrays.copyOfRange(words, 1, words.length);
        if (asksForHelp(rest)) {
            here.terminal().out().print(Help.of(spec, here.terminal()));
            return 0;
        }
        Given given = parsed(spec, rest);
        try {
            return command.run(given, here);
        } catch (StoreException trouble) {
            throw HomeTrouble.of(here.home(given), trouble);
        }
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

    private static Given parsed(CommandSpec spec, String[] words) {
        try {
            return new Given(
                    new CommandLine(spec).setAbbreviatedOptionsAllowed(false).parseArgs(words));
        } catch (UnmatchedArgumentException unknown) {
            String word = unknown.getUnmatched().getFirst();
            throw word.startsWith("-")
                    ? Misuse.of(
                            spec.name() + " has no option '" + word + "'",
                            "",
                            nearestOption(spec, word).orElse(spec.name() + " --help lists them"))
                    : Misuse.of(
                            "'" + word + "' is one argument too many for " + spec.name(),
                            "",
                            spec.name() + " --help says what it takes");
        } catch (MissingParameterException missing) {
            throw Misuse.of(
                    spec.name() + " lacks " + missing(missing),
                    "",
                    spec.name() + " --help says what it takes");
        } catch (ParameterException wrong) {
            throw Misuse.of(
                    String.valueOf(wrong.getMessage()),
                    "",
                    spec.name() + " --help says what it takes");
        }
    }

    private static String missing(MissingParameterException missing) {
        return missing.getMissing().isEmpty()
                ? "something"
                : String.join(
                        " and ",
                        missing.getMissing().stream()
                                .map(CommandLine.Model.ArgSpec::paramLabel)
                                .toList());
    }

    private static Optional<String> nearestOption(CommandSpec spec, String word) {
        String bare = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        return Nearest.to(bare, spec.options().stream().flatMap(o -> Stream.of(o.names())).toList())
                .map(near -> "did you mean '" + near + "'?");
    }
}
