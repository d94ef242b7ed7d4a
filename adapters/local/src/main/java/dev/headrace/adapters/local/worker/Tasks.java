package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Text;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Assignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what runners of a run are told. */
final class Tasks {
    private final RunSetup run;
    private final Map<String, String> originals = new HashMap<>();

    Tasks(RunSetup run) {
        this.run = run;
        for (RunSetup.Module module : run.code()) {
            originals.put(module.file(), module.original().toString());
        }
    }

    String setup() {
        Text text = new Text().open('[').text("setup").open('{');
        text.name("run").text(run.run().text()).name("flow").text(run.flow());
        text.name("home").text(run.home().toString()).name("code").open('[');
        for (RunSetup.Module module : run.code()) {
            text.open('[')
                    .text(module.name())
                    .text(module.original().toString())
                    .text(module.snapshot().toString())
                    .close(']');
        }
        text.close(']').name("path").open('[');
        run.path().forEach(folder -> text.text(folder.toString()));
        text.close(']').name("cwd").text(run.cwd().toString());
        text.name("artifacts").text(run.artifacts().toString());
        return text.name("threads").number(1).close('}').close(']').toString();
    }

    String frame(List<Job> batch) {
        Text text = new Text().open('[').text("tasks").open('[');
        for (Job job : batch) {
            task(text, job);
        }
        return text.close(']').close(']').toString();
    }

    private void task(Text text, Job job) {
        Assignment assignment = job.assignment;
        if (!(assignment.action() instanceof Action.Python(String file, String function))) {
            throw new IllegalStateException("a program is not given to a runner");
        }
        text.open('[')
                .text(job.name)
                .text(assignment.attempt().node().text())
                .number(assignment.attempt().number())
                .text(originals.getOrDefault(file, file))
                .text(function)
                .open('[');
        for (Argument input : assignment.inputs()) {
            text.open('[').text(input.name()).raw(input.value().json());
            text.text(
                            switch (input.spread()) {
                                case NAMED -> "n";
                                case LIST -> "*";
                                case OBJECT -> "**";
                            })
                    .close(']');
        }
        text.close(']').open('{');
        for (Map.Entry<NodePath, Value> result : assignment.results().entrySet()) {
            text.name(result.getKey().text()).raw(result.getValue().json());
        }
        text.close('}').raw(cpus(assignment.resources().milliCpus()));
        if (!assignment.recorded().isEmpty()) {
            text.open('{');
            assignment.recorded().forEach((key, value) -> text.name(key).raw(value.json()));
            text.close('}');
        }
        text.close(']');
    }

    private static String cpus(int milliCpus) {
        return milliCpus % 1_000 == 0
                ? Integer.toString(milliCpus / 1_000)
                : Double.toString(milliCpus / 1_000.0);
    }
}
