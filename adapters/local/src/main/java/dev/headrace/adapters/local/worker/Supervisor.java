package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.adapters.local.link.Listener;
import dev.headrace.adapters.local.link.Text;
import dev.headrace.adapters.local.link.Wire;
import dev.headrace.adapters.local.process.Ledger;
import dev.headrace.adapters.local.process.Reaper;
import dev.headrace.adapters.local.process.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process that starts, signals and reaps all others (docs/protocol.md §1.1); started when it is
 * first needed, and again after it died. Its standard input is held open by this process alone:
 * when we are gone, it ends all that it started.
 */
final class Supervisor implements Listener {
    static final String ROLE = "supervisor";

    /** Milliseconds between two looks at a supervisor that has not said hello. */
    static final long LOOK = 20;

    private static final String MARK = "HEADRACE_SUPERVISOR";
    private static final int NICE = 10;
    private static final long PATIENCE_SECONDS = 10;

    private final Setup setup;
    private final Path socket;
    private final String mark;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Deque<String> unsent = new ArrayDeque<>();
    private final List<long[]> unwritten = new ArrayList<>();
    private @Nullable Process process;
    private @Nullable Wire wire;
    private @Nullable Ledger ledger;

    Supervisor(Setup setup, Path socket) {
        this.setup = setup;
        this.socket = socket;
        this.mark = ProcessHandle.current().pid() + "-" + System.nanoTime();
    }

    /** Starts it, if it is not there. */
    void prepare() throws IOException {
        if (process == null) {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            setup.python().toString(),
                            "-I",
                            "-S",
                            setup.sdk().resolve("headrace/_supervisor.py").toString(),
                            socket.toString(),
                            mark);
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(setup.environment());
            environment.put(MARK, mark);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(setup.log().toFile()));
            builder.redirectErrorStream(true);
            Process started = builder.start();
            process = started;
            write(started.pid(), Stat.of(started.pid()).map(Stat::started).orElse(0L));
        }
    }

    /** From now on all that is started is written down here. */
    void writeTo(Ledger list) throws IOException {
        ledger = list;
        list.mark(MARK + "=" + mark);
        for (long[] line : unwritten) {
            list.add(line[0], line[1]);
        }
        unwritten.clear();
    }

    void start(Host host, Launch launch) {
        hosts.put(host.id(), host);
        try {
            prepare();
        } catch (IOException e) {
            hosts.remove(host.id());
            host.refused(0, "its supervisor cannot be started: " + e.getMessage());
            return;
        }
        Text text = new Text().open('[').text("start").text(host.id()).open('{');
        text.name("runner").bool(launch.argv().isEmpty()).name("argv").open('[');
        launch.argv().forEach(text::text);
        text.close(']').name("env").open('{');
        launch.environment().forEach((name, value) -> text.name(name).text(value));
        text.close('}').name("cwd").text(launch.cwd().toString());
        text.name("log").text(launch.log().toString()).name("nice").number(NICE);
        send(text.close('}').close(']').toString());
    }

    void signal(Host host, int number) {
        if (hosts.containsKey(host.id())) {
            Text text = new Text().open('[').text("signal").text(host.id()).number(number);
            send(text.close(']').toString());
        }
    }

    private void send(String frame) {
        Wire link = wire;
        if (link == null) {
            unsent.add(frame);
        } else {
            link.send(frame);
        }
    }

    /** It has said hello. */
    void connected(Wire link, String token) throws IOException {
        if (wire != null || !token.equals(mark)) {
            throw new IOException("nobody of this name is awaited");
        }
        wire = link;
        link.listen(this);
        long thread = thread();
        if (thread > 0) {
            link.send(new Text().open('[').text("favour").number(thread).close(']').toString());
        }
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

    @Override
    public void frame(String verb, Frame frame) throws IOException {
        switch (verb) {
            case "began" -> {
                Host host = hosts.get(frame.text());
                long pid = frame.number();
                write(pid, frame.number());
                if (host != null) {
                    host.began(pid);
                }
            }
            case "refused" -> {
                Host host = hosts.remove(frame.text());
                if (host != null) {
                    host.refused(frame.number(), frame.text());
                }
            }
            case "exited" -> {
                Host host = hosts.remove(frame.text());
                if (host != null) {
                    host.exited(new Exit(frame.optionalNumber(), frame.optionalNumber()));
                }
            }
            case "favoured" -> frame.pass();
            default -> throw new IOException("the supervisor said " + verb);
        }
    }

    @Override
    public void gone(String why) {
        died();
    }

    /** Looks whether it still lives, as long as no link tells. */
    void look() {
        Process here = process;
        if (here != null && wire == null && !here.isAlive()) {
            died();
        }
    }

    /** Whether somebody must look at it now and then. */
    boolean isComing() {
        return process != null && wire == null;
    }

    /** Without its supervisor nothing of a worker can be trusted any more. */
    private void died() {
        Process here = process;
        if (here == null) {
            return;
        }
        here.destroyForcibly();
        process = null;
        wire = null;
        unsent.clear();
        String why = "its supervisor died: " + LastLine.of(setup.log());
        try {
            Reaper.proveMarkedDead(MARK + "=" + mark);
        } catch (IOException e) {
            why += " (" + e.getMessage() + ")";
        }
        List<Host> lost = List.copyOf(hosts.values());
        hosts.clear();
        for (Host host : lost) {
            host.lost(why);
        }
    }

    private void write(long pid, long started) {
        Ledger list = ledger;
        if (list == null) {
            unwritten.add(new long[] {pid, started});
            return;
        }
        try {
            list.add(pid, started);
        } catch (IOException e) {
            // the mark in its environment still tells whose it is
        }
    }

    /** Ends it, and with it all that it started; waits until that is done. */
    void close() throws IOException {
        Process here = process;
        process = null;
        if (here != null) {
            here.getOutputStream().close();
            try {
                if (!here.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    here.destroyForcibly();
                    Reaper.proveMarkedDead(MARK + "=" + mark);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                here.destroyForcibly();
            }
        }
        if (ledger != null) {
            ledger.close();
        }
    }
}
