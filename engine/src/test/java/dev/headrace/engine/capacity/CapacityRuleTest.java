package dev.headrace.engine.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.capacity.CapacityDecider.Answer;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import org.junit.jupiter.api.Test;

class CapacityRuleTest {
    private static final WorkerId SMALL = new WorkerId("small");
    private static final WorkerId LARGE = new WorkerId("large");
    private static final Resources ONE = Resources.ONE_CPU;

    private CapacityState state = CapacityState.NOTHING;

    private Answer ask(CapacityCommand command) {
        Answer answer = CapacityDecider.decide(state, command);
        if (answer instanceof Answer.Yes(CapacityEvent event)) {
            state = CapacityEvolver.evolve(state, event);
        }
        return answer;
    }

    private static Holder holder(String node) {
        return new Holder(new RunId("run00001"), new AttemptId(new NodePath(node), 1));
    }

    private Answer want(String node, Resources resources) {
        return ask(new CapacityCommand.Want(holder(node), resources, Resources.NOTHING, false));
    }

    private void join(WorkerId worker, int cpus, long memory) {
        ask(new CapacityCommand.JoinWorker(worker, new Resources(cpus * 1000, memory)));
    }

    private int free(WorkerId worker) {
        return state.workers().get(worker).orElseThrow().freeMilliCpus();
    }

    @Test
    void without_workers_one_waits() {
        assertThat(want("a", ONE)).isEqualTo(new Answer.NotNow());
    }

    @Test
    void the_worker_with_most_to_spare_is_given() {
        join(SMALL, 1, 0);
        join(LARGE, 4, 0);
        assertThat(want("a", ONE))
                .isEqualTo(
                        new Answer.Yes(new CapacityEvent.Granted(holder("a"), LARGE, ONE, false)));
        assertThat(free(LARGE)).isEqualTo(3000);
    }

    @Test
    void a_full_worker_gives_when_something_is_given_back() {
        join(SMALL, 1, 0);
        want("a", ONE);
        assertThat(want("b", ONE)).isEqualTo(new Answer.NotNow());
        ask(new CapacityCommand.Release(holder("a")));
        assertThat(want("b", ONE)).isInstanceOf(Answer.Yes.class);
    }

    @Test
    void what_fits_exactly_fits_and_a_thousandth_more_never_does() {
        join(SMALL, 2, 100);
        assertThat(want("a", new Resources(2001, 0))).isInstanceOf(Answer.Never.class);
        assertThat(want("a", new Resources(2000, 101))).isInstanceOf(Answer.Never.class);
        assertThat(want("a", new Resources(2000, 100))).isInstanceOf(Answer.Yes.class);
    }

    @Test
    void what_never_fits_beside_its_ancestors_is_told_so() {
        join(SMALL, 1, 100);
        Answer answer =
                ask(
                        new CapacityCommand.Want(
                                holder("a/b"),
                                new Resources(1000, 60),
                                new Resources(0, 41),
                                false));
        assertThat(answer)
                .isEqualTo(
                        new Answer.Never(
                                "it wants 1.0 cpus and 60 bytes of memory, and the tasks that"
                                        + " called it hold 0.0 cpus and 41 bytes of memory; no"
                                        + " worker has that much"));
    }

    @Test
    void nobody_is_given_twice() {
        join(SMALL, 2, 0);
        want("a", ONE);
        assertThat(want("a", ONE)).isEqualTo(new Answer.Known());
        assertThat(free(SMALL)).isEqualTo(1000);
    }

    @Test
    void who_waits_lends_its_cpus_but_not_its_memory() {
        join(SMALL, 1, 100);
        want("a", new Resources(1000, 60));
        ask(new CapacityCommand.Park(holder("a")));
        assertThat(free(SMALL)).isEqualTo(1000);
        assertThat(want("b", new Resources(1000, 41))).isEqualTo(new Answer.NotNow());
        assertThat(want("b", new Resources(1000, 40))).isInstanceOf(Answer.Yes.class);
    }

    @Test
    void who_waited_gets_its_cpus_again_when_they_are_free() {
        join(SMALL, 1, 0);
        want("a", ONE);
        ask(new CapacityCommand.Park(holder("a")));
        want("b", ONE);
        assertThat(ask(new CapacityCommand.Unpark(holder("a")))).isEqualTo(new Answer.NotNow());
        ask(new CapacityCommand.Release(holder("b")));
        assertThat(ask(new CapacityCommand.Unpark(holder("a")))).isInstanceOf(Answer.Yes.class);
        assertThat(free(SMALL)).isZero();
    }

    @Test
    void who_is_overdue_gets_its_cpus_though_others_have_them_and_then_nobody_gets_more() {
        join(SMALL, 1, 0);
        want("a", ONE);
        ask(new CapacityCommand.Park(holder("a")));
        want("b", ONE);
        assertThat(ask(new CapacityCommand.Unpark(holder("a"), true)))
                .isInstanceOf(Answer.Yes.class);
        assertThat(free(SMALL)).isEqualTo(-1000);
        ask(new CapacityCommand.Release(holder("a")));
        assertThat(want("c", ONE)).isEqualTo(new Answer.NotNow());
        ask(new CapacityCommand.Release(holder("b")));
        assertThat(want("c", ONE)).isInstanceOf(Answer.Yes.class);
    }

    @Test
    void to_give_back_twice_or_to_wait_twice_changes_nothing() {
        join(SMALL, 2, 0);
        want("a", ONE);
        ask(new CapacityCommand.Park(holder("a")));
        assertThat(ask(new CapacityCommand.Park(holder("a")))).isEqualTo(new Answer.Known());
        ask(new CapacityCommand.Release(holder("a")));
        assertThat(ask(new CapacityCommand.Release(holder("a")))).isEqualTo(new Answer.Known());
        assertThat(ask(new CapacityCommand.Unpark(holder("a")))).isEqualTo(new Answer.Known());
        assertThat(free(SMALL)).isEqualTo(2000);
    }

    @Test
    void brief_attempts_share_a_slot() {
        join(SMALL, 1, 0);
        int given = 0;
        while (ask(new CapacityCommand.Want(holder("a" + given), ONE, Resources.NOTHING, true))
                instanceof Answer.Yes) {
            given++;
        }
        assertThat(given).isEqualTo(CapacityDecider.BRIEF_SHARE);
    }

    @Test
    void what_a_worker_held_goes_with_it() {
        join(SMALL, 1, 0);
        want("a", ONE);
        ask(new CapacityCommand.LeaveWorker(SMALL));
        assertThat(state.held().isEmpty()).isTrue();
        assertThat(ask(new CapacityCommand.Release(holder("a")))).isEqualTo(new Answer.Known());
        assertThat(ask(new CapacityCommand.LeaveWorker(SMALL))).isEqualTo(new Answer.Known());
    }

    @Test
    void a_second_hello_changes_nothing() {
        join(SMALL, 1, 0);
        want("a", ONE);
        join(SMALL, 1, 0);
        assertThat(free(SMALL)).isZero();
    }

    @Test
    void what_a_journal_says_is_held() {
        join(SMALL, 2, 0);
        ask(new CapacityCommand.Hold(holder("a"), SMALL, ONE, true));
        assertThat(free(SMALL)).isEqualTo(2000);
        ask(new CapacityCommand.Hold(holder("b"), SMALL, ONE, false));
        assertThat(free(SMALL)).isEqualTo(1000);
    }
}
