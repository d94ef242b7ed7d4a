package dev.headrace.app.command;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.store.Library;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunDocument;
import dev.headrace.runtime.view.RunReading;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spi.store.EventStore.RunRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One run as a command sees it.
 *
 * @param folder of the run
 * @param interrupted whether its controller is gone
 */
record RunSight(RunReading reading, Path folder, boolean interrupted) {
    /** The run whose id begins so. */
    static RunSight of(Library library, String prefix) {
        RunRow row = library.find(prefix);
        boolean interrupted = library.interrupted(row);
        RunReading reading = library.read(row);
        return new RunSight(reading, library.home().run(row.run()), interrupted);
    }

    /** The same, or an earlier generation of it, as it was at its end. */
    static RunSight of(Library library, String prefix, Optional<Integer> generation) {
        RunSight last = of(library, prefix);
        if (generation.isEmpty() || generation.get() == last.run().head().generation()) {
            return last;
        }
        RunRow row = library.row(last.run().head().run());
        return new RunSight(library.read(row, generation.get()), last.folder(), false);
    }

    /** Where it stood when the journal was read last. */
    Begun run() {
        return reading.state()
                .orElseThrow(() -> new IllegalStateException("a run without a journal"));
    }

    RunView view() {
        return reading.view();
    }

    /** The node at this path. */
    NodeState node(String path) {
        return run().tree().find(new NodePath(path)).orElseThrow(() -> unknown(path));
    }

    /** The tasks that this path means: one, or all of a fan-out. */
    List<NodeState> tasks(String path) {
        List<NodeState> all = RunDocument.tasks(run());
        List<NodeState> exact =
                all.stream().filter(task -> task.path().text().equals(path)).toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        List<NodeState> below =
                all.stream()
                        .filter(task ->
                                task.path().text().startsWith(path + "[")
                                        || task.path().text().startsWith(path + "/")
                                        || task.path().text().startsWith(path + "#"))
                        .toList();
        if (below.isEmpty()) {
            throw unknown(path);
        }
        return below;
    }

    Trouble unknown(String path) {
        List<String> paths =
                RunDocument.tasks(run()).stream().map(task -> task.path().text()).toList();
        String all = paths.size() <= 8 ? String.join(", ", paths) : paths.size() + " tasks";
        return Trouble.input(
                Problem.at("", "HR-0406", "the run has no task '" + path + "'")
                        .because(paths.isEmpty() ? "it has no tasks yet" : "it has " + all)
                        .mend(
                                Nearest.to(path, paths)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse(
                                                "headrace show "
                                                        + run().head().run()
                                                        + " --all lists them")));
    }
}
