package dev.headrace.app.command;

import dev.headrace.app.store.Library;
import dev.headrace.app.text.FailureText;
import dev.headrace.app.text.RunText;
import dev.headrace.app.text.Terminal;
import dev.headrace.runtime.view.RunDocument;
import java.util.Optional;

/** {@code headrace show RUN}. */
public final class Show implements Command {
    @Override
    public String name() {
        return "show";
    }

    @Override
    public String purpose() {
        return "shows one run with its tasks";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or the beginning of it")
                .value("N", "an earlier generation, as it was at its end", "--generation")
                .flag("every task on a line of its own", "--all", "-a")
                .flag("with --json: values and exceptions in their wire form too", "--encoded")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        Terminal terminal = here.terminal();
        try (Library library = Library.of(here.home(given))) {
            RunSight sight = RunSight.of(library, given.required(0), generation(given));
            if (given.json() || given.flag("--encoded")) {
                document(given, library, sight).write(terminal.out());
                terminal.out().println();
                return 0;
            }
            var style =
                    new RunText.Style(
                            terminal.columns(),
                            terminal.outIsColoured(),
                            given.flag("--all"),
                            new FailureText(here.folder(), given.verbose()),
                            terminal.zone());
            terminal.out()
                    .print(
                            new RunText(
                                            sight.run(),
                                            sight.view(),
                                            sight.interrupted(),
                                            sight.folder(),
                                            style)
                                    .whole(here.now(), library.home().root()));
        }
        return 0;
    }

    private static Optional<Integer> generation(Given given) {
        return given.value("--generation")
                .map(_ -> given.number("--generation", 1, 1, Integer.MAX_VALUE));
    }

    private static RunDocument document(Given given, Library library, RunSight sight) {
        return given.flag("--encoded")
                ? RunDocument.encoded(
                        sight.run(),
                        sight.view(),
                        sight.interrupted(),
                        library.home().root().toString())
                : RunDocument.shown(sight.run(), sight.view(), sight.interrupted());
    }
}
