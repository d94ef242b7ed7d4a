package dev.headrace.app.command;

import dev.headrace.app.text.Terminal;
import java.util.List;
import java.util.Optional;

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
                                : of(find(about.get()), here.terminal()));
        return 0;
    }

    private Command find(String name) {
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Misuse.unknownCommand(name, "headrace help lists them"));
    }

    static String of(Command command, Terminal terminal) {
        int width = terminal.outIsScreen() ? terminal.width().getAsInt() : Terminal.WIDTH;
        return new Usage(command, Math.clamp(width, 56, 120)).text();
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
