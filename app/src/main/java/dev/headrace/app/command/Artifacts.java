package dev.headrace.app.command;

import dev.headrace.app.store.Library;
import dev.headrace.app.text.Amounts;
import dev.headrace.app.text.Table;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.runtime.view.ArtifactView;
import java.util.List;

/** {@code headrace artifacts RUN}. */
public final class Artifacts implements Command {
    @Override
    public String name() {
        return "artifacts";
    }

    @Override
    public String purpose() {
        return "lists what a run made";
    }

    @Override
    public Shape shape() {
        return new Shape().required("RUN", "its id, or the beginning of it").json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        try (Library library = Library.of(here.home(given))) {
            RunSight sight = RunSight.of(library, given.required(0));
            List<ArtifactView> all = ArtifactView.all(sight.run(), sight.view());
            if (given.json()) {
                here.terminal()
                        .out()
                        .println(
                                JsonObject.of(
                                                "artifacts",
                                                new JsonList(
                                                        all.stream()
                                                                .map(ArtifactView::document)
                                                                .toList()))
                                        .compact());
            } else if (all.isEmpty()) {
                here.terminal().err().println("the run " + sight.run().head().run() + " made none");
            } else {
                Table table = new Table(1, "REF", "TYPE", "SIZE", "DIGEST");
                for (ArtifactView artifact : all) {
                    table.add(
                            artifact.ref(),
                            artifact.type(),
                            Amounts.size(artifact.size()),
                            artifact.digest()
                                    .substring(0, Math.min(19, artifact.digest().length())));
                }
                here.terminal().out().print(table.text(here.terminal().columns()));
                here.terminal().err().println("headrace get REF -o FILE   makes a file of one");
            }
        }
        return 0;
    }
}
