package dev.headrace.app.command;

/** One word of the command line. */
public interface Command {
    String name();

    /** What it does, in a few words without a full stop. */
    String purpose();

    /**
     * What may stand behind it. {@code --help}, {@code --home} and {@code --verbose} always may.
     */
    Shape shape();

    /**
     * Does it, and says the exit status. What the user can mend is thrown as {@link
     * dev.headrace.spec.flow.InvalidSpec} or {@link dev.headrace.adapters.local.home.Trouble}, and
     * printed by the frame.
     */
    int run(Given given, Surroundings here);
}
