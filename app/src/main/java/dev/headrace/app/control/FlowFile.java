package dev.headrace.app.control;

import dev.headrace.adapters.local.worker.Described;
import dev.headrace.adapters.local.worker.LocalWorker;
import dev.headrace.adapters.local.worker.RunSetup;
import dev.headrace.expressions.cel.CelExpressions;
import dev.headrace.frontends.flow.Code;
import dev.headrace.frontends.python.Description;
import dev.headrace.frontends.python.PythonFlow;
import dev.headrace.frontends.python.PythonTasks;
import dev.headrace.frontends.yaml.YamlFlow;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.InvalidSpec;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file that holds a flow.
 *
 * @param path absolute
 * @param shown as the user named it
 * @param flow which of its flows is meant, if that was said
 */
record FlowFile(Path path, String shown, Optional<String> flow) {
    private static final Duration READING_MAX = Duration.ofMinutes(5);

    /** Keeps a file of code and says its digest and where the copy lies. */
    interface Keeper {
        Kept keep(String module, Path original);
    }

    /** A file of code that is kept. */
    record Kept(String digest, Path copy) {}

    /**
     * A flow that can be run.
     *
     * @param modules its code, as it was kept
     */
    record Flow(FlowSpec spec, List<RunSetup.Module> modules) {
        Flow {
            modules = List.copyOf(modules);
        }
    }

    /** What {@code FILE} or {@code FILE:FLOW} on a command line means. */
    static FlowFile of(String word, Path here) {
        Path whole = here.resolve(word).normalize();
        int colon = word.lastIndexOf(':');
        if (Files.exists(whole) || colon <= 0) {
            return existing(whole, word, Optional.empty());
        }
        String file = word.substring(0, colon);
        return existing(
                here.resolve(file).normalize(), file, Optional.of(word.substring(colon + 1)));
    }

    private static FlowFile existing(Path path, String shown, Optional<String> flow) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidSpec(
                    Problem.at(shown, "HR-0420", "there is no such file")
                            .because(
                                    Files.isDirectory(path)
                                            ? "it is a folder"
                                            : "nothing lies at " + path)
                            .mend("give the path of a flow: a .py, .yaml or .yml file"));
        }
        return new FlowFile(path, shown, flow);
    }

    Path folder() {
        Path parent = path.getParent();
        return parent == null ? Path.of("/") : parent;
    }

    boolean isPython() {
        return path.toString().endsWith(".py");
    }

    /** Reads it; Python is imported by the worker's runner, never here. */
    Flow read(LocalWorker worker, Keeper keeper, String environment) {
        List<RunSetup.Module> modules = new ArrayList<>();
        if (isPython()) {
            Description description = describe(worker, path, shown, true);
            List<CodeFile> code = kept(description, keeper, modules);
            return new Flow(
                    PythonFlow.read(
                            description,
                            flow,
                            code,
                            Optional.of(environment),
                            new CelExpressions()),
                    modules);
        }
        if (!shown.endsWith(".yaml") && !shown.endsWith(".yml")) {
            throw new InvalidSpec(
                    Problem.at(shown, "HR-0421", "this is no file of a flow")
                            .because("its name ends in none of .py, .yaml and .yml")
                            .mend("name it after what is in it"));
        }
        FlowSpec spec =
                YamlFlow.read(
                        path,
                        flow,
                        relative -> {
                            Path file = folder().resolve(relative);
                            Description description = describe(worker, file, relative, false);
                            List<CodeFile> code = kept(description, keeper, modules);
                            return new Code(
                                    code,
                                    PythonTasks.of(description, code, new CelExpressions()),
                                    PythonTasks.rules(description, code, new CelExpressions()));
                        },
                        new CelExpressions());
        return new Flow(spec, modules);
    }

    private Description describe(LocalWorker worker, Path file, String name, boolean mustHaveFlow) {
        return switch (worker.describe(file, folder(), mustHaveFlow, READING_MAX)) {
            case Described.Found(String json) -> Description.read(json);
            case Described.Broken(Failure failure) ->
                    throw new InvalidSpec(
                            Problem.at(
                                            failure.place().orElse(name),
                                            "HR-0422",
                                            failure.type()
                                                    + (failure.message().isEmpty()
                                                            ? ""
                                                            : ": " + failure.message()))
                                    .because("the file cannot be imported")
                                    .mend("mend it there; python " + name + " says the same"));
        };
    }

    private List<CodeFile> kept(
            Description description, Keeper keeper, List<RunSetup.Module> modules) {
        List<CodeFile> code = new ArrayList<>();
        for (Description.Module module : description.modules()) {
            Path original = Path.of(module.path());
            Kept kept = keeper.keep(module.name(), original);
            String relative =
                    original.startsWith(folder())
                            ? folder().relativize(original).toString()
                            : original.toString();
            code.add(new CodeFile(module.name(), relative, kept.digest()));
            RunSetup.Module one =
                    new RunSetup.Module(module.name(), relative, original, kept.copy());
            if (!modules.contains(one)) {
                modules.add(one);
            }
        }
        return code;
    }
}
