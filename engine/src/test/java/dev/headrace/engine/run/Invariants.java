package dev.headrace.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.persistent.Sorted;
import dev.headrace.spec.flow.Counts;
import dev.headrace.spec.flow.Result;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.NodePath;

/** What holds of every state: the queues and counters say what the phases say. */
final class Invariants {
    private Invariants() {}

    static void check(RunState state) {
        if (!(state instanceof RunState.Begun run)) {
            return;
        }
        Tree tree = run.tree();
        Sorted<Place, NodePath> ready = Sorted.empty();
        Sorted<Place, NodePath> resumable = Sorted.empty();
        Sorted<Place, NodePath> openable = Sorted.empty();
        Sorted<Place, NodePath> lookups = Sorted.empty();
        Sorted<Place, NodePath> doomed = Sorted.empty();
        Sorted<Place, NodePath> closable = Sorted.empty();
        int live = 0;
        int parked = 0;
        int asleep = 0;
        Sorted<String, Sorted<Place, NodePath>> waiting = Sorted.empty();
        for (var entry : tree.nodes()) {
            NodeState node = entry.value();
            Place place = Place.of(node);
            switch (node.phase()) {
                case Phase.Ready _, Phase.Eligible _, Phase.Looking _
                        when tree.holds().has(node.path()) -> {}
                case Phase.Ready _ when node.spec() instanceof Task ->
                        ready = ready.with(place, node.path());
                case Phase.Ready _, Phase.Eligible _ ->
                        openable = openable.with(place, node.path());
                case Phase.Looking _ -> lookups = lookups.with(place, node.path());
                case Phase.Doomed _ -> doomed = doomed.with(place, node.path());
                case Phase.Live attempt -> {
                    live++;
                    if (attempt instanceof Phase.Parked body) {
                        if (body.missing() == 0) {
                            resumable = resumable.with(place, node.path());
                        } else {
                            parked++;
                        }
                    }
                    assertThat(attempt.attempt()).isEqualTo(node.tally().attempts());
                }
                case Phase.Open _, Phase.Closing _ -> {
                    if (node.family().open() == 0) {
                        closable = closable.with(place, node.path());
                    }
                }
                case Phase.Asleep _ -> {
                    asleep++;
                    if (node.spec() instanceof Wait(Awaited.Signal(String name, _))) {
                        waiting =
                                waiting.with(
                                        name,
                                        waiting.get(name)
                                                .orElse(Sorted.empty())
                                                .with(place, node.path()));
                        assertThat(tree.mailbox().oldest(name)).as("kept " + name).isEmpty();
                    }
                }
                case Phase.Waiting _, Phase.BackingOff _, Phase.Settled _ -> {}
            }
            check(tree, node);
        }
        assertThat(tree.ready()).isEqualTo(ready);
        assertThat(tree.cache().lookups()).isEqualTo(lookups);
        for (var looked : tree.cache().looked()) {
            assertThat(tree.find(looked.key())).as("looked up: %s", looked.key()).isPresent();
        }
        assertThat(tree.resumable()).isEqualTo(resumable);
        assertThat(tree.openable()).as("openable").isEqualTo(openable).isEqualTo(Sorted.empty());
        assertThat(tree.doomed()).as("doomed").isEqualTo(doomed).isEqualTo(Sorted.empty());
        assertThat(tree.closable()).as("closable").isEqualTo(closable).isEqualTo(Sorted.empty());
        assertThat(tree.live()).isEqualTo(live);
        assertThat(tree.parked()).as("parked").isEqualTo(parked);
        assertThat(tree.asleep()).as("asleep").isEqualTo(asleep);
        assertThat(tree.mailbox().waiting()).as("who waits for signals").isEqualTo(waiting);
        tree.clocks()
                .due()
                .forEach(limit ->
                        assertThat(tree.node(limit.key()).settled())
                                .as("%s is over and has a limit", limit.key())
                                .isFalse());
        if (state instanceof RunState.Finished) {
            assertThat(live).isZero();
            assertThat(tree.root().settled()).isTrue();
        }
    }

    private static void check(Tree tree, NodeState node) {
        int open = 0;
        for (var child : node.family().children()) {
            open += tree.node(child.value()).settled() ? 0 : 1;
        }
        int hooks = 0;
        for (var hook : node.family().handlers()) {
            assertThat(Hooks.beside(hook.value())).isTrue();
            hooks += tree.node(hook.value()).settled() ? 0 : 1;
        }
        assertThat(hooks == 0 || (open == 0 && node.phase() instanceof Phase.Closing))
                .as("hooks of %s follow its work", node.path())
                .isTrue();
        open += hooks;
        assertThat(node.family().open()).as("open children of %s", node.path()).isEqualTo(open);
        if (node.settled()) {
            assertThat(open).as("open children of the settled %s", node.path()).isZero();
        }
        if (node.phase() instanceof Phase.Waiting(int unmet) && !held(tree, node)) {
            boolean counted = !node.counts().equals(Counts.NONE);
            assertThat(
                            node.needs().stream()
                                    .map(tree::node)
                                    .filter(need -> !(counted ? need.settled() : wellEnough(need)))
                                    .count())
                    .as("unmet needs of %s", node.path())
                    .isEqualTo(unmet);
        }
    }

    private static boolean wellEnough(NodeState need) {
        return need.result()
                .filter(came -> came == Result.SUCCEEDED || need.rules().tolerates().contains(came))
                .isPresent();
    }

    /** Waits for its turn, or for that of a node above it. */
    private static boolean held(Tree tree, NodeState node) {
        return node.parent()
                .map(tree::node)
                .filter(above ->
                        above.family().held().has(node.ordinal())
                                || (above.phase() instanceof Phase.Waiting && held(tree, above)))
                .isPresent();
    }
}
