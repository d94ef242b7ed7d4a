package dev.headrace.app.store;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.Tree;
import dev.headrace.spec.flow.Problem;
import dev.headrace.spec.run.NodePath;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code get} is asked for: {@code RUN/PATH}, {@code RUN/PATH:NAME}, or a digest. */
public sealed interface Ref {
    /** The content itself. */
    record Content(String digest) implements Ref {}

    /**
     * Something that a run made.
     *
     * @param run the beginning of its id
     * @param rest path, and perhaps name; empty for the run's own result
     */
    record Made(String run, String rest) implements Ref {
        /** The task that is meant, and the name behind it. */
        public Optional<Place> in(Begun state) {
            Tree tree = state.tree();
            Optional<NodeState> whole = tree.find(new NodePath(rest));
            if (whole.isPresent()) {
                return Optional.of(new Place(whole.get(), Optional.empty()));
            }
            for (int at = rest.lastIndexOf(':'); at >= 0; at = rest.lastIndexOf(':', at - 1)) {
                String name = rest.substring(at + 1);
                Optional<Place> place =
                        tree.find(new NodePath(rest.substring(0, at)))
                                .map(task -> new Place(task, Optional.of(name)));
                if (place.isPresent()) {
                    return place;
                }
            }
            return Optional.empty();
        }
    }

    /** A task, and the name of what it made; without one, its result. */
    record Place(NodeState task, Optional<String> name) {}

    Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    static Ref of(String text) {
        if (text.startsWith("sha256:")) {
            if (DIGEST.matcher(text).matches()) {
                return new Content(text);
            }
            throw Trouble.input(
                    Problem.at("", "HR-0407", "'" + text + "' is no digest")
                            .because("a digest is sha256: and 64 hex digits")
                            .mend("headrace artifacts RUN --json lists whole digests"));
        }
        int slash = text.indexOf('/');
        int colon = text.indexOf(':');
        if (slash >= 0 && (colon < 0 || slash < colon)) {
            return new Made(text.substring(0, slash), text.substring(slash + 1));
        }
        return colon < 0
                ? new Made(text, "")
                : new Made(text.substring(0, colon), text.substring(colon));
    }
}
