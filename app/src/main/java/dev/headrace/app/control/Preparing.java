package dev.headrace.app.control;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.adapters.local.worker.Described;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.adapters.local.worker.RunSetup;
import dev.headrace.codec.json.Digest;
import dev.headrace.frontends.python.Description;
import dev.headrace.frontends.python.PythonFlow;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a flow out of a user's file, and keeps the code that it came from. */
final class Preparing {
    private static final Duration READING_MAX = Duration.ofMinutes(5);

    private final Home home;
    private final LocalWorker worker;

    Preparing(Home home, LocalWorker worker) {
        this.home = home;
        this.worker = worker;
    }

    Prepared python(Path file, Optional<String> name, Optional<String> environment) {
        Path folder = folder(file);
        Description description = describe(file, folder, true);
        List<RunSetup.Module> modules = new ArrayList<>();
        List<CodeFile> code = new ArrayList<>();
        for (Description.Module module : description.modules()) {
            keep(module.name(), Path.of(module.path()), folder, modules, code);
        }
        FlowSpec flow = PythonFlow.read(description, name, code, environment);
        return new Prepared(flow, folder, modules);
    }

    private Description describe(Path file, Path folder, boolean mustHaveFlow) {
        return switch (worker.describe(file, folder, mustHaveFlow, READING_MAX)) {
            case Described.Found(String json) -> Description.read(json);
            case Described.Broken(Failure failure) -> throw broken(file, failure);
        };
    }

    private static Trouble broken(Path file, Failure failure) {
        return Trouble.input(
                Problem.at(
                                failure.place().orElse(file.toString()),
                                "HR-0201",
                                failure.type() + ": " + failure.message())
                        .because("the flow's file cannot be imported")
                        .mend("mend it there; python " + file + " shows the same"));
    }

    private void keep(
            String name,
            Path original,
            Path folder,
            List<RunSetup.Module> modules,
            List<CodeFile> code) {
        try {
            byte[] content = Files.readAllBytes(original);
            String digest = Digest.sha256(content);
            String hex = digest.substring(digest.indexOf(':') + 1);
            Path snapshot = home.code().resolve(hex.substring(0, 2)).resolve(hex.substring(2));
            if (!Files.exists(snapshot)) {
                Files.createDirectories(snapshot.getParent());
                Path fresh = Files.createTempFile(snapshot.getParent(), ".new", "");
                Files.write(fresh, content);
                Files.move(fresh, snapshot);
            }
            String relative =
                    original.startsWith(folder)
                            ? folder.relativize(original).toString()
                            : original.toString();
            modules.add(new RunSetup.Module(name, relative, original, snapshot));
            code.add(new CodeFile(name, relative, digest));
        } catch (IOException e) {
            throw Trouble.with(
                    Problem.at(original.toString(), "HR-0305", "the code cannot be kept: " + e)
                            .because("a run keeps a copy of the code that it runs")
                            .mend("make room, or let the file be read"),
                    e);
        }
    }

    static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
