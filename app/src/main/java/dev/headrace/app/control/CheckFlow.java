package dev.headrace.app.control;

import dev.headrace.adapters.local.environment.Environments;
import dev.headrace.adapters.local.environment.Python;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.app.command.Command;
import dev.headrace.app.command.Given;
import dev.headrace.app.command.Shape;
import dev.headrace.app.command.Surroundings;
import dev.headrace.app.text.Display;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.run.WorkerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code headrace check FILE}: reads it and says what is wrong; keeps and runs nothing. */
public final class CheckFlow implements Command {
    @Override
    public String name() {
        return "check";
    }

    @Override
    public String purpose() {
        return "says whether a flow can be run, and runs nothing";
    }

    @Override
    public Shape shape() {
        return new Shape().required("FILE", "a flow: .py, .yaml or .yml").json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        FlowSpec flow = read(given, here);
        String version = FlowCodec.version(flow);
        if (given.json()) {
            here.terminal()
                    .out()
                    .println(
                            JsonObject.EMPTY
                                    .with("flow", flow.name())
                                    .with("version", version)
                                    .compact());
        } else {
            here.terminal().out().println("✓ " + flow.name() + " can be run   " + version);
        }
        return 0;
    }

    /** The flow of the file that was given first, without keeping anything of it. */
    static FlowSpec read(Given given, Surroundings here) {
        FlowFile file = FlowFile.of(given.required(0), here.folder());
        Controller controller = new Controller(here);
        try (Display display = Display.on(here.terminal(), given.verbose())) {
            Python python =
                    new Environments(here.environment(), Launched.cache(), display::notice)
                            .of(file.path());
            Path log = Files.createTempFile("headrace-check", ".log");
            try (LocalWorker worker =
                    controller.worker(
                            new WorkerId("check-" + ProcessHandle.current().pid()),
                            1,
                            python.executable(),
                            here.folder(),
                            log)) {
                return file.read(worker, CheckFlow::looked, python.identity()).spec();
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FlowFile.Kept looked(String module, Path original) {
        try {
            return new FlowFile.Kept(Digest.sha256(Files.readAllBytes(original)), original);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
