package dev.headrace.app.command;

import dev.headrace.adapters.local.files.ArtifactFiles;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.store.Desk;
import dev.headrace.app.store.Library;
import dev.headrace.app.store.References;
import dev.headrace.app.text.Amounts;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spi.store.EventStore.RunRow;
import java.io.PrintStream;
import java.util.NavigableSet;

/** {@code headrace rm RUN}. */
public final class Remove implements Command {
    @Override
    public String name() {
        return "rm";
    }

    @Override
    public String purpose() {
        return "forgets a run, and removes what only it needs";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or the beginning of it")
                .flag("only say what would be removed", "--dry-run", "-n");
    }

    @Override
    public int run(Given given, Surroundings here) {
        PrintStream err = here.terminal().err();
        try (Library library = Library.of(here.home(given))) {
            RunRow row = library.find(given.required(0));
            if (isLive(library, row)) {
                throw Trouble.input(
                        Problem.at("", "HR-0413", "the run " + row.run() + " is under way")
                                .because("its controller " + row.owner() + " is alive")
                                .mend("headrace cancel " + row.run() + " stops it first"));
            }
            ArtifactFiles artifacts = new ArtifactFiles(library.home());
            References references = new References(library);
            NavigableSet<String> own = references.onlyOf(row.run());
            own.removeIf(digest -> !artifacts.has(digest));
            err.println("run " + row.run() + "  " + row.flow() + "  " + library.state(row));
            err.println("  its journal, and " + library.home().run(row.run()));
            own.forEach(digest ->
                    err.println("  " + digest + "  " + Amounts.size(artifacts.size(digest))));
            if (given.flag("--dry-run")) {
                err.println("nothing was removed");
                return 0;
            }
            boolean alone =
                    library.newest(Integer.MAX_VALUE).stream()
                            .noneMatch(other -> isLive(library, other));
            try (Desk desk = new Desk(library.home())) {
                desk.forget(row.run());
            }
            if (alone) {
                own.forEach(artifacts::remove);
            } else if (!own.isEmpty()) {
                err.println("the artifacts stay: another run is under way and may share them");
            }
            err.println("removed");
        }
        return 0;
    }

    private static boolean isLive(Library library, RunRow row) {
        return StateWords.goesOn(row.state()) && !library.interrupted(row);
    }
}
