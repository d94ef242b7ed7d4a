package dev.headrace.app.command;

import dev.headrace.app.store.Library;
import dev.headrace.app.text.Amounts;
import dev.headrace.app.text.Mark;
import dev.headrace.app.text.Table;
import dev.headrace.app.text.Terminal;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.runtime.view.Times;
import dev.headrace.spi.store.EventStore.RunRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code headrace runs}. */
public final class Runs implements Command {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 1_000_000;
    private static final int FLOW = 1;

    @Override
    public String name() {
        return "runs";
    }

    @Override
    public String purpose() {
        return "lists the runs, the newest first";
    }

    @Override
    public Shape shape() {
        return new Shape().value("N", "at most so many (" + LIMIT + ")", "--limit", "-n").json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        int limit = given.number("--limit", LIMIT, 1, LIMIT_MAX);
        Terminal terminal = here.terminal();
        try (Library library = Library.of(here.home(given))) {
            List<RunRow> rows = library.newest(limit);
            if (given.json()) {
                terminal.out().println(document(library, rows).compact());
            } else if (rows.isEmpty()) {
                terminal.err().println("no runs yet in " + library.home());
            } else {
                terminal.out().print(table(library, rows, here));
                if (rows.size() == limit) {
                    terminal.err().println("the newest " + limit + "; --limit N shows more");
                }
            }
        }
        return 0;
    }

    private static Json document(Library library, List<RunRow> rows) {
        List<Json> runs = new ArrayList<>();
        for (RunRow row : rows) {
            runs.add(
                    JsonObject.EMPTY
                            .with("id", row.run().text())
                            .with("flow", row.flow())
                            .with("state", library.state(row))
                            .with("started", Times.text(row.created()))
                            .with(
                                    "ended",
                                    row.ended()
                                            .map(Times::text)
                                            .<Json>map(JsonText::new)
                                            .orElse(JsonNull.NULL)));
        }
        return JsonObject.of("runs", new JsonList(runs));
    }

    private static String table(Library library, List<RunRow> rows, Surroundings here) {
        Table table = new Table(FLOW, "RUN", "FLOW", "STATE", "STARTED", "TIME");
        for (RunRow row : rows) {
            String state = library.state(row);
            table.add(
                    row.run().text(),
                    row.flow(),
                    Mark.of(state).sign() + " " + state,
                    Times.local(row.created(), here.terminal().zone()),
                    took(row, state, here));
        }
        return table.text(here.terminal().columns());
    }

    private static String took(RunRow row, String state, Surroundings here) {
        if (row.ended().isEmpty() && state.equals("interrupted")) {
            return "";
        }
        return Amounts.duration(Duration.between(row.created(), row.ended().orElseGet(here::now)));
    }
}
