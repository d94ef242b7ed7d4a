package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred thousand nodes: whatever costs more per event than a path in a tree shows at once. */
@Tag("slow")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ScaleTest {
    private static final int MANY = 100_000;

    @Test
    void a_hundred_thousand_items_are_run() {
        StringBuilder items = new StringBuilder("[0");
        for (int i = 1; i < MANY; i++) {
            items.append(',').append(i);
        }
        RunState state = decide(fresh(each(items + "]", task(), 0)).state(), start());
        assertThat(all(state)).isInstanceOf(RunState.Finished.class);
    }

    @Test
    void a_hundred_thousand_calls_need_one_result_and_are_waited_for() {
        RunState state = given(task(), placed("", 1), started("", 1)).state();
        List<Call> calls = new ArrayList<>(List.of(call("t", "t", "1")));
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String key = "u[" + i + "]";
            keys.add(key);
            calls.add(call(key, "t", "1", "t"));
        }
        state =
                decide(
                        state,
                        new RunCommand.CallTasks(
                                attempt("", 1),
                                calls,
                                Optional.of(new RunCommand.Await(keys, true))));
        state = all(state);
        assertThat(((RunState.Active) state).tree().resumable().size()).isEqualTo(1);
        state = decide(state, new RunCommand.ResumeBody(NodePath.ROOT));
        assertThat(decide(state, end("", 1, ok("1")))).isInstanceOf(RunState.Finished.class);
    }

    /** Places and ends whatever is ready. */
    private static RunState all(RunState state) {
        RunState now = state;
        while (now instanceof RunState.Active active && !active.tree().ready().isEmpty()) {
            String next = active.tree().ready().first().orElseThrow().value().text();
            now = decide(decide(now, place(next)), end(next, 1, ok("1")));
        }
        return now;
    }

    private static RunState decide(RunState state, RunCommand command) {
        return ((Decision.Accept) new RunDecider(new Numbers()).decide(state, command, NOON))
                .state();
    }
}
