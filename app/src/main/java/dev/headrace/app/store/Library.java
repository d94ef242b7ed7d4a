package dev.headrace.app.store;

import dev.headrace.adapters.jdbc.sqlite.SqliteStore;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Ownership;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.runtime.view.Generations;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The runs of a home, for reading. A home without a store has none. */
public final class Library implements AutoCloseable {
    private static final int CANDIDATES = 10;
    private static final int RECENT = 5;
    private static final int PAGE = 200;

    private final Home home;
    private final Optional<EventStore> store;

    private Library(Home home, Optional<EventStore> store) {
        this.home = home;
        this.store = store;
    }

    public static Library of(Home home) {
        return new Library(
                home,
                home.hasStore()
                        ? Optional.of(SqliteStore.read(home.database()))
                        : Optional.empty());
    }

    public Home home() {
        return home;
    }

    /** The newest runs, newest first. */
    public List<RunRow> newest(int limit) {
        List<RunRow> rows = new ArrayList<>();
        Optional<RunId> before = Optional.empty();
        while (store.isPresent() && rows.size() < limit) {
            int wanted = Math.min(PAGE, limit - rows.size());
            List<RunRow> page = store.get().runs(wanted, before);
            rows.addAll(page);
            if (page.size() < wanted) {
                break;
            }
            before = Optional.of(page.getLast().run());
        }
        return rows;
    }

    /** The run whose id begins so. */
    public RunRow find(String prefix) {
        List<RunId> named =
                store.isPresent() && !prefix.isEmpty()
                        ? store.get().named(prefix, CANDIDATES + 1)
                        : List.of();
        Optional<RunId> exact = named.stream().filter(run -> run.text().equals(prefix)).findFirst();
        if (exact.isPresent() || named.size() == 1) {
            return row(exact.orElseGet(named::getFirst));
        }
        throw Trouble.input(named.isEmpty() ? unknown(prefix) : several(prefix, named));
    }

    /** The run as lists show it now. */
    public RunRow row(RunId run) {
        return store.flatMap(there -> there.run(run))
                .orElseThrow(() -> Trouble.input(unknown(run.text())));
    }

    private Problem several(String prefix, List<RunId> named) {
        List<String> shown =
                named.stream()
                        .limit(CANDIDATES)
                        .map(run -> run + "  " + row(run).flow() + "  " + state(row(run)))
                        .toList();
        return Problem.at("", "HR-0404", "several runs begin with '" + prefix + "'")
                .because(String.join("\n", shown) + (named.size() > CANDIDATES ? "\nand more" : ""))
                .mend("write more letters of the one that you mean");
    }

    private Problem unknown(String prefix) {
        Problem problem = Problem.at("", "HR-0403", "there is no run '" + prefix + "'");
        List<RunRow> recent = newest(PAGE);
        if (recent.isEmpty()) {
            return problem.because("no run was made yet in " + home)
                    .mend("headrace run FILE makes one; --home FOLDER looks elsewhere");
        }
        String last =
                String.join(
                        "\n",
                        recent.stream()
                                .limit(RECENT)
                                .map(row -> row.run() + "  " + row.flow() + "  " + state(row))
                                .toList());
        return problem.because("the last runs in " + home + " are\n" + last)
                .mend(
                        Nearest.to(prefix, recent.stream().map(row -> row.run().text()).toList())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("headrace runs lists them; --home FOLDER looks elsewhere"));
    }

    /** The word of its state; {@code interrupted} when nobody carries it on. */
    public String state(RunRow row) {
        return StateWords.ofRow(row.state(), interrupted(row));
    }

    /** Whether it should go on, and its controller is gone. */
    public boolean interrupted(RunRow row) {
        return StateWords.goesOn(row.state()) && !Ownership.alive(home, row.owner());
    }

    /** The journal of a run, read to its end. */
    public RunReading read(RunRow row) {
        RunReading reading =
                new RunReading(there(), JournalText.JSON, row.run(), flow(row), row.base());
        reading.catchUp();
        return reading;
    }

    /** An earlier generation of a run, as it was at its end. */
    public RunReading read(RunRow row, int generation) {
        return new Generations(there(), JournalText.JSON, row.run())
                .find(flow(row), row.base(), generation)
                .orElseThrow(() -> {
                    int last = read(row).state().orElseThrow().head().generation();
                    return Trouble.input(
                            Problem.at("", "HR-0416", "the run has no generation " + generation)
                                    .because("its generations are 1 to " + last)
                                    .mend("headrace show " + row.run() + " shows the last one"));
                });
    }

    private FlowSpec flow(RunRow row) {
        return FlowCodec.read(
                there().version(row.version())
                        .orElseThrow(() ->
                                Trouble.with(
                                        Problem.at(
                                                        home.database().toString(),
                                                        "HR-0405",
                                                        "the flow version of the run"
                                                                + " is not there")
                                                .because(row.version())
                                                .mend("put a whole copy of the" + " store back"))));
    }

    private EventStore there() {
        return store.orElseThrow(() -> new IllegalStateException("a run without a store"));
    }

    /** The journal as it is kept, for whoever looks for something in it. */
    public List<EventStore.Batch> batches(RunId run, long from, int limit) {
        return there().read(run, from, limit);
    }

    @Override
    public void close() {
        store.ifPresent(EventStore::close);
    }
}
