package dev.headrace.runtime.sim;

import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState;
import dev.headrace.spec.flow.Call;
import dev.headrace.spec.flow.Repeat;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold of calls of templates. */
final class TemplateLaws {
    private TemplateLaws() {}

    /** Rounds come one after the other, not more than there may be, and never come back. */
    static final class RoundsAreBounded extends Law {
        private final Map<String, Integer> last = new TreeMap<>();
        private final Set<String> gone = new TreeSet<>();

        RoundsAreBounded(World world) {
            super(world);
        }

        @Override
        void happened(Step step) {
            switch (step.event()) {
                case RunEvent.CallOpened(var node, int round, _) ->
                        opened(
                                step.run(),
                                (RunState.Begun) step.before(),
                                step.after(),
                                node,
                                round);
                case RunEvent.AttemptPlaced(var attempt, _) -> {
                    for (String old : gone) {
                        check(
                                !(step.run() + " " + attempt.node()).startsWith(old),
                                attempt,
                                " is of a round that is gone");
                    }
                }
                case RunEvent.NodeFailed(_, var failure) when failure.type().equals("TooDeep") ->
                        world.counters.add("recursion too deep");
                case RunEvent.NodeFailed(_, var failure)
                        when failure.type().equals("TooManyRounds") ->
                        world.counters.add("too many rounds");
                case RunEvent.NodeFailed(_, var failure) when failure.type().equals("WrongType") ->
                        world.counters.add("wrong type given");
                case RunEvent.CallReturned _ -> world.counters.add("template gave an output");
                case RunEvent.RunReopened _ -> last.clear();
                default -> {}
            }
        }

        private void opened(
                RunId run, RunState.Begun before, RunState.Begun after, NodePath path, int round) {
            NodeState node = after.tree().node(path);
            Call call = (Call) node.spec();
            Integer earlier = last.put(run + " " + path, round);
            check(
                    round == 0 || earlier == null || round == earlier + 1,
                    path,
                    " began round ",
                    round,
                    " after ",
                    String.valueOf(earlier));
            check(round < call.repeat().map(Repeat::max).orElse(1), path, " has too many rounds");
            check(node.family().children().size() == 1, path, " keeps rounds that are over");
            check(node.depth() < 3 * Call.RECURSION_MAX, path, " lies too deep");
            if (round > 0) {
                NodePath old =
                        before.tree().node(path).family().children().first().orElseThrow().value();
                check(
                        before.tree().node(old).succeeded(),
                        path,
                        " began a round though the one before had not succeeded");
                check(after.tree().find(old).isEmpty(), old, " is still there");
                gone.add(run + " " + old);
                world.counters.add("further round");
            } else if (node.frame().isPresent()) {
                world.counters.add("call within a template");
            }
        }
    }
}
