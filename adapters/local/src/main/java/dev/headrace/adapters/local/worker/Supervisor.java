package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Text;
import dev.headrace.adapters.local.link.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process that starts, signals and reaps all others (docs/protocol.md §1.1). Its standard input
 * is held open by this process alone: when we are gone, it ends all that it started.
 */
final class Supervisor {
    static final String TOKEN = "supervisor";
    private static final int NICE = 10;

    private final Process process;
    private final Map<String, String> environment;
    private final Deque<String> unsent = new ArrayDeque<>();
    private @Nullable Wire wire;

    Supervisor(Setup setup, Path socket) throws IOException {
        environment = setup.environment();
        ProcessBuilder builder =
                new ProcessBuilder(
                        setup.python().toString(),
                        "-I",
                        "-S",
                        setup.sdk().resolve("headrace/_supervisor.py").toString(),
                        socket.toString(),
                        TOKEN);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(setup.log().toFile()));
        builder.redirectErrorStream(true);
        process = builder.start();
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    void connected(Wire link) throws IOException {
        wire = link;
        link.send(new Text().open('[').text("favour").number(thread()).close(']').toString());
        while (!unsent.isEmpty()) {
            link.send(unsent.remove());
        }
    }

    /** The system's number of the thread that turns the worker; 0 if it is not known. */
    private static long thread() {
        try {
            return Long.parseLong(
                    Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    void startRunner(Seat seat, Path cwd) throws IOException {
        start(seat, List.of(), environment, cwd);
    }

    void start(Seat seat, List<String> argv, Map<String, String> variables, Path cwd)
            throws IOException {
        Text text = new Text().open('[').text("start").text(seat.id).open('{');
        text.name("runner").bool(seat.runner).name("argv").open('[');
        argv.forEach(text::text);
        text.close(']').name("env").open('{');
        variables.forEach((name, value) -> text.name(name).text(value));
        text.close('}').name("cwd").text(cwd.toString());
        text.name("log").text(seat.log.toString()).name("nice").number(NICE).close('}').close(']');
        send(text.toString());
    }

    void signal(Seat seat, int number) throws IOException {
        send(
                new Text()
                        .open('[')
                        .text("signal")
                        .text(seat.id)
                        .number(number)
                        .close(']')
                        .toString());
    }

    private void send(String frame) throws IOException {
        Wire link = wire;
        if (link == null) {
            unsent.add(frame);
        } else {
            link.send(frame);
        }
    }

    /** Ends it, and with it all that it started; waits until that is done. */
    void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
