package dev.headrace.app.command;

import dev.headrace.app.text.Terminal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code headrace help [COMMAND]}. */
final class Help implements Command {
    private final List<Command> commands;

    Help(List<Command> commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String purpose() {
        return "says what there is, or what a command takes";
    }

    @Override
    public Shape shape() {
        return new Shape().optional("COMMAND", "the command to tell about");
    }

    @Override
    public int run(Given given, Surroundings here) {
        Optional<String> about = given.argument(0);
        here.terminal()
                .out()
                .print(
                        about.isEmpty()
                                ? overview(commands)
                                : of(spec(about.get()), here.terminal()));
        return 0;
    }

    private CommandSpec spec(String name) {
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .map(command -> command.shape().spec(name, command.purpose()))
                .orElseThrow(() -> Misuse.unknownCommand(name, "headrace help lists them"));
    }

    static String of(CommandSpec spec, Terminal terminal) {
        CommandLine line = new CommandLine(spec);
        line.setUsageHelpWidth(
                Math.clamp(
                        terminal.outIsScreen() ? terminal.width().getAsInt() : Terminal.WIDTH,
                        56,
                        120));
        return line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    static String overview(List<Command> commands) {
        StringBuilder text = new StringBuilder("Usage: headrace COMMAND …\n\n");
        for (Command command : commands) {
            text.append("  ")
                    .append(command.name())
                    .append(" ".repeat(Math.max(1, 11 - command.name().length())))
                    .append(command.purpose())
                    .append('\n');
        }
        return text.append("\nheadrace COMMAND --help tells more.\n").toString();
    }
}
