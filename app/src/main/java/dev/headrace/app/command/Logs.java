package dev.headrace.app.command;

import dev.headrace.app.store.Library;
import dev.headrace.app.store.LogFiles;
import dev.headrace.app.store.LogPiece;
import dev.headrace.app.store.LogStream;
import dev.headrace.app.text.FailureText;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunDocument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** {@code headrace logs RUN [TASK] [-f]}. */
public final class Logs implements Command {
    private static final Duration SWEEP = Duration.ofMillis(200);

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public String purpose() {
        return "shows what tasks wrote; -f follows";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("RUN", "its id, or the beginning of it")
                .optional("TASK", "a path such as train[3], or train for all of them")
                .flag("go on until the run is over", "-f", "--follow")
                .json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        try (Library library = Library.of(here.home(given))) {
            RunSight sight = RunSight.of(library, given.required(0));
            Optional<String> task = given.argument(1);
            List<NodePath> first = wanted(sight, task);
            boolean alone = task.isPresent() && first.size() == 1;
            PrintStream out = here.terminal().out();
            LogStream stream = new LogStream(new LogFiles(sight.folder()), !alone);
            List<LogPiece> kept = new ArrayList<>();
            boolean last;
            do {
                stream.look();
                sight.reading().catchUp();
                Begun run = sight.run();
                last =
                        !given.flag("-f")
                                || run instanceof RunState.Finished
                                || library.interrupted(library.row(run.head().run()));
                for (LogPiece piece : stream.next(wanted(sight, task), sight.view())) {
                    if (given.json()) {
                        kept.add(piece);
                    } else if (alone) {
                        piece.copy(out);
                    } else {
                        prefixed(out, name(piece.attempt(), run), piece.text());
                    }
                }
                out.flush();
                if (!last) {
                    LockSupport.parkNanos(SWEEP.toNanos());
                }
            } while (!last);
            if (given.json()) {
                out.println(document(sight.run(), kept).compact());
            }
        }
        return 0;
    }

    private static List<NodePath> wanted(RunSight sight, Optional<String> task) {
        if (task.isPresent()) {
            return sight.tasks(task.get()).stream().map(NodeState::path).toList();
        }
        List<NodePath> all = new ArrayList<>(List.of(NodePath.ROOT));
        RunDocument.tasks(sight.run()).forEach(each -> all.add(each.path()));
        return all;
    }

    private static String name(AttemptId attempt, Begun run) {
        return FailureText.name(attempt.node(), run.flow().name());
    }

    private static void prefixed(PrintStream out, String name, String text) {
        text.lines().forEach(line -> out.println(name + " | " + line));
    }

    private static Json document(Begun run, List<LogPiece> pieces) {
        List<Json> logs = new ArrayList<>();
        for (LogPiece piece : pieces) {
            logs.add(
                    JsonObject.EMPTY
                            .with("task", piece.attempt().node().text())
                            .with("attempt", piece.attempt().number())
                            .with("text", piece.text()));
        }
        return JsonObject.EMPTY
                .with("run", run.head().run().text())
                .with("logs", new JsonList(logs));
    }
}
