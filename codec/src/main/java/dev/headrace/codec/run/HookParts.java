package dev.headrace.codec.run;

import static dev.headrace.codec.run.Slots.INSTANT;
import static dev.headrace.codec.run.Slots.PATH;
import static dev.headrace.codec.run.Slots.TEXT;
import static dev.headrace.codec.run.Slots.VALUE;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvent.HookLimited;
import dev.headrace.engine.run.RunEvent.HooksOpened;
import dev.headrace.engine.run.RunEvent.NodeBegan;
import java.util.List;

/** The events of what follows a node. */
final class HookParts {
    private HookParts() {}

    private static final Parts<NodeBegan> NODE_BEGAN =
            Parts.of(
                    "node-began",
                    NodeBegan::new,
                    Member.of("node", PATH, NodeBegan::node),
                    Member.of("at", INSTANT, NodeBegan::at));
    private static final Parts<HooksOpened> HOOKS_OPENED =
            Parts.of(
                    "hooks-opened",
                    HooksOpened::new,
                    Member.of("node", PATH, HooksOpened::node),
                    Member.list("hooks", TEXT, HooksOpened::hooks),
                    Member.of("outcome", VALUE, HooksOpened::outcome),
                    Member.of("due", INSTANT, HooksOpened::due));
    private static final Parts<HookLimited> HOOK_LIMITED =
            Parts.of(
                    "hook-limited",
                    HookLimited::new,
                    Member.of("hook", PATH, HookLimited::hook),
                    Member.of("due", INSTANT, HookLimited::due));

    static final List<Parts<? extends RunEvent>> ALL =
            List.of(NODE_BEGAN, HOOKS_OPENED, HOOK_LIMITED);

    static void write(Out out, RunEvent.OfHooks event) {
        switch (event) {
            case NodeBegan it -> EventParts.write(out, NODE_BEGAN, it);
            case HooksOpened it -> EventParts.write(out, HOOKS_OPENED, it);
            case HookLimited it -> EventParts.write(out, HOOK_LIMITED, it);
        }
    }
}
