package dev.headrace.app.command;

import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;

/** Command lines that cannot be understood. */
final class Misuse {
    private Misuse() {}

    static InvalidSpec of(String what, String why) {
        return of(what, why, "");
    }

    static InvalidSpec of(String what, String why, String mend) {
        return new InvalidSpec(Problem.at("", "HR-0402", what).because(why).mend(mend));
    }

    static InvalidSpec unknownCommand(String name, String mend) {
        return new InvalidSpec(
                Problem.at("", "HR-0401", "there is no command '" + name + "'").mend(mend));
    }
}
