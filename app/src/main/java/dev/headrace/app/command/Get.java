package dev.headrace.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.adapters.local.files.ArtifactFiles;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.app.store.Library;
import dev.headrace.app.store.Output;
import dev.headrace.app.store.Ref;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.NodeState;
import dev.headrace.runtime.view.ArtifactView;
import dev.headrace.runtime.view.StateWords;
import dev.headrace.spec.flow.Nearest;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code headrace get REF -o FILE}. */
public final class Get implements Command {
    @Override
    public String name() {
        return "get";
    }

    @Override
    public String purpose() {
        return "makes a file of an artifact or a result";
    }

    @Override
    public Shape shape() {
        return new Shape()
                .required("REF", "RUN/TASK:NAME, RUN/TASK for its result, or a digest")
                .value("FILE", "where to; - for standard output", "-o", "--output")
                .flag("an existing file may be overwritten", "--force");
    }

    @Override
    public int run(Given given, Surroundings here) {
        String to =
                given.value("-o")
                        .orElseThrow(() ->
                                Misuse.of(
                                        "headrace get lacks -o FILE",
                                        "",
                                        "-o - writes to standard output"));
        try (Library library = Library.of(here.home(given))) {
            ArtifactFiles artifacts = new ArtifactFiles(library.home());
            String text = given.required(0);
            Output.Writing content =
                    switch (Ref.of(text)) {
                        case Ref.Content(String digest) -> out -> artifacts.copy(digest, out);
                        case Ref.Made made ->
                                made(RunSight.of(library, made.run()), made, text, artifacts);
                    };
            if (to.equals("-")) {
                Output.pass(content, here.terminal().out());
            } else {
                Path target = here.folder().resolve(to);
                Output.write(
                        Files.isDirectory(target) ? target.resolve(fileName(text)) : target,
                        given.flag("--force"),
                        content);
            }
        }
        return 0;
    }

    private static String fileName(String ref) {
        return ref.substring(Math.max(ref.lastIndexOf(':'), ref.lastIndexOf('/')) + 1);
    }

    private static Output.Writing made(
            RunSight sight, Ref.Made made, String text, ArtifactFiles files) {
        Ref.Place place = made.in(sight.run()).orElseThrow(() -> unknown(sight, text));
        List<ArtifactView> artifacts = ArtifactView.of(sight.run(), sight.view(), place.task());
        Optional<ArtifactView> stored =
                artifacts.stream()
                        .filter(artifact -> artifact.name().equals(place.name()))
                        .findFirst();
        if (stored.isPresent()) {
            return out -> files.copy(stored.get().digest(), out);
        }
        if (place.name().isPresent()) {
            throw unknown(sight, text);
        }
        byte[] inline = (Values.display(result(sight, place.task())) + "\n").getBytes(UTF_8);
        return out -> out.write(inline);
    }

    private static Value result(RunSight sight, NodeState task) {
        if (task.outcome().isPresent()
                && task.outcome().get() instanceof Outcome.Succeeded(Value value)) {
            return value;
        }
        String name = task.path().isRoot() ? "the flow" : task.path().text();
        throw Trouble.input(
                Problem.at("", "HR-0407", name + " has no result")
                        .because("it is " + StateWords.of(task.phase(), sight.interrupted()))
                        .mend("headrace why " + sight.run().head().run() + " " + task.path()));
    }

    private static Trouble unknown(RunSight sight, String text) {
        List<String> refs =
                ArtifactView.all(sight.run(), sight.view()).stream()
                        .map(ArtifactView::ref)
                        .toList();
        String id = sight.run().head().run().text();
        String asked = text.contains("/") ? id + text.substring(text.indexOf('/')) : text;
        return Trouble.input(
                Problem.at("", "HR-0407", "the run made nothing that is called '" + text + "'")
                        .because(
                                "REF is RUN/TASK:NAME for what a task named, RUN/TASK for its result,"
                                        + " or a digest")
                        .mend(
                                Nearest.to(asked, refs)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("headrace artifacts " + id + " lists them")));
    }
}
