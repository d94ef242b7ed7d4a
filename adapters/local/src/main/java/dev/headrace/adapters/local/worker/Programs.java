package dev.headrace.adapters.local.worker;

import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import java.nio.file.Path;
import java.util.Map;

/** Starts the programs of attempts, each in a process of its own. */
final class Programs {
    private static final int NAME_MAX = 150;

    private final Jobs jobs;
    private final Supervisor supervisor;
    private int numbers;

    Programs(Jobs jobs, Supervisor supervisor) {
        this.jobs = jobs;
        this.supervisor = supervisor;
    }

    void start(Job job, Action.Program action, RunSetup run) {
        String name = fileName(job.key.attempt());
        ProgramResult result =
                new ProgramResult(run.outputs().resolve(name + ".json"), run.artifacts());
        Map<String, String> variables;
        try {
            variables = ProgramInputs.variables(job.assignment, action, run.artifacts());
        } catch (ProgramInputs.Unfit e) {
            jobs.end(
                    job,
                    new Outcome.Failed(
                            Failure.of(e.kind(), "BadInput", String.valueOf(e.getMessage()))));
            return;
        }
        variables.put("HEADRACE_OUTPUT", result.file().toString());
        result.drop();
        Path log = run.logs().resolve(name + ".log");
        Program program = new Program("p" + ++numbers, job, log, result, jobs, run.folder());
        job.host = program;
        supervisor.start(program, new Launch(action.argv(), variables, run.cwd(), log));
    }

    /** A name for files of an attempt; unlike attempts have unlike names. */
    static String fileName(AttemptId attempt) {
        String path = attempt.node().text();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '['
                    || c == ']') {
                name.append(c);
            } else {
                name.append('=').append(Integer.toHexString(c)).append('=');
            }
        }
        if (name.length() > NAME_MAX) {
            name.setLength(NAME_MAX);
            name.append('=').append(Integer.toHexString(path.hashCode()));
            name.append('=').append(path.length());
        }
        return name.append('.').append(attempt.number()).toString();
    }
}
