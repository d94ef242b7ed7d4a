package dev.headrace.app;

import dev.headrace.app.command.Artifacts;
import dev.headrace.app.command.Cancel;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Commands;
import dev.headrace.app.command.Get;
import dev.headrace.app.command.Logs;
import dev.headrace.app.command.Remove;
import dev.headrace.app.command.Runs;
import dev.headrace.app.command.Show;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.command.Why;
import dev.headrace.app.control.ApproveTask;
import dev.headrace.app.control.AskOfTask;
import dev.headrace.app.control.CheckFlow;
import dev.headrace.app.control.CompileFlow;
import dev.headrace.app.control.MarkTask;
import dev.headrace.app.control.PauseRun;
import dev.headrace.app.control.ResumeRun;
import dev.headrace.app.control.RunAgain;
import dev.headrace.app.control.RunFlow;
import dev.headrace.app.control.SignalRun;
import dev.headrace.app.control.TestFlow;
import dev.headrace.app.text.Errors;
import dev.headrace.app.text.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Where every command begins. */
public final class Main {
    /** Nothing of what the user wrote is to blame. */
    private static final int DEFECT = 3;

    private Main() {}

    public static void main(String[] words) {
        Map<String, String> environment = System.getenv();
        Terminal terminal = Terminal.own(environment);
        var here = new Surroundings(terminal, environment, Path.of(""), Clock.systemUTC());
        Thread.currentThread()
                .setUncaughtExceptionHandler((_, defect) -> {
                    terminal.flush();
                    Errors.defect(terminal, defect);
                    Runtime.getRuntime().halt(DEFECT);
                });
        int status = new Commands(commands()).run(words, here);
        terminal.flush();
        System.exit(status);
    }

    /** All but {@code help} and {@code version}, in the order in which help shows them. */
    private static List<Command> commands() {
        return List.of(
                new RunFlow(),
                new ResumeRun(),
                RunAgain.retry(),
                RunAgain.rerun(),
                new Runs(),
                new Show(),
                new Logs(),
                new Why(),
                new Artifacts(),
                new Get(),
                new PauseRun(),
                AskOfTask.hold(),
                AskOfTask.release(),
                MarkTask.output(),
                MarkTask.skip(),
                MarkTask.mark(),
                new Cancel(),
                new SignalRun(),
                new ApproveTask(),
                new Remove(),
                new CheckFlow(),
                new CompileFlow(),
                new TestFlow());
    }
}
