package dev.headrace.app.command;

import dev.headrace.adapters.local.files.ArtifactFiles;
import dev.headrace.adapters.local.files.ArtifactUse;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.store.Desk;
import dev.headrace.app.store.Library;
import dev.headrace.app.store.References;
import dev.headrace.app.text.Amounts;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spi.store.EventStore.RunRow;
import java.io.PrintStream;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;

/** {@code headrace rm RUN}. */
public final class Remove implements Command {
    @Override
    public String name() {
        return "rm";
    }

    @Override
    public String purpose() {
        return "forgets a run, and removes what no other needs";
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
            err.println("run " + row.run() + "  " + row.flow() + "  " + library.state(row));
            err.println("  its journal, and " + library.home().run(row.run()));
            ArtifactFiles artifacts = new ArtifactFiles(library.home());
            Optional<ArtifactUse> alone = ArtifactUse.alone(library.home().make());
            try {
                NavigableSet<String> unneeded =
                        alone.isPresent()
                                ? unneeded(library, artifacts, row)
                                : Collections.emptyNavigableSet();
                say(unneeded, alone.isPresent(), artifacts, err);
                if (given.flag("--dry-run")) {
                    err.println("nothing was removed");
                    return 0;
                }
                try (Desk desk = new Desk(library.home())) {
                    desk.forget(row.run());
                }
                unneeded.forEach(artifacts::remove);
                if (alone.isPresent()) {
                    artifacts.removeUnfinished();
                }
                err.println("removed");
            } finally {
                alone.ifPresent(ArtifactUse::close);
            }
        }
        return 0;
    }

    private static NavigableSet<String> unneeded(
            Library library, ArtifactFiles artifacts, RunRow row) {
        return new References(library).unspoken(artifacts.all(), row.run());
    }

    private static void say(
            NavigableSet<String> unneeded,
            boolean alone,
            ArtifactFiles artifacts,
            PrintStream err) {
        unneeded.forEach(
                digest -> err.println("  " + digest + "  " + Amounts.size(artifacts.size(digest))));
        if (!alone) {
            err.println(
                    "artifacts stay: another run is under way and may share them; a later rm"
                            + " removes what no run needs");
        }
    }

    private static boolean isLive(Library library, RunRow row) {
        return StateWords.goesOn(row.state()) && !library.interrupted(row);
    }
}
