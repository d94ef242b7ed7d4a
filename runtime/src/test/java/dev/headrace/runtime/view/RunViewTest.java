package dev.headrace.runtime.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.run.Grant;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WorkerId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunViewTest {
    private static final Instant T = Instant.parse("2026-01-02T03:04:05Z");
    private static final NodePath FIT = new NodePath("fit");
    private static final AttemptId FIRST = new AttemptId(FIT, 1);

    private static RunEvent placed(int number) {
        return new RunEvent.AttemptPlaced(
                new AttemptId(FIT, number), new Grant(new WorkerId("w"), Resources.ONE_CPU, false));
    }

    private static AttemptView last(RunView view) {
        return view.lastAttempt(FIT).orElseThrow();
    }

    @Test
    void a_batch_that_is_known_is_passed_over_and_a_gap_is_an_error() {
        RunView view = new RunView();
        view.apply(1, T, List.of(placed(1), placed(2)));
        view.apply(2, T, List.of(placed(2), placed(3)));
        assertThat(view.attempts(FIT)).extracting(AttemptView::number).containsExactly(1, 2, 3);
        assertThat(view.next()).isEqualTo(4);
        assertThatThrownBy(() -> view.apply(5, T, List.of(placed(4))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_short_attempt_that_was_never_said_to_start_has_times() {
        RunView view = new RunView();
        Instant began = T.plusMillis(2);
        Ending ending =
                new Ending(
                        new Outcome.Succeeded(Value.NULL),
                        List.of(),
                        List.of(),
                        began,
                        3_000,
                        Optional.empty());
        view.apply(1, T, List.of(placed(1)));
        view.apply(2, T.plusMillis(9), List.of(new RunEvent.AttemptEnded(FIRST, ending)));
        assertThat(last(view).started()).contains(began);
        assertThat(last(view).ended()).contains(T.plusMillis(5));
    }

    @Test
    void an_attempt_lost_before_it_began_has_an_end_but_no_start() {
        RunView view = new RunView();
        view.apply(1, T, List.of(placed(1)));
        Ending lost = Ending.bare(new Outcome.Lost("gone"), Instant.EPOCH);
        view.apply(2, T.plusSeconds(9), List.of(new RunEvent.AttemptEnded(FIRST, lost)));
        assertThat(last(view).started()).isEmpty();
        assertThat(last(view).ended()).contains(T.plusSeconds(9));
        assertThat(StateWords.of(last(view), true)).isEqualTo("lost");
    }

    @Test
    void a_body_whose_child_failed_unseen_has_failed_itself() {
        RunView view = new RunView();
        view.apply(1, T, List.of(placed(1)));
        Ending fine = Ending.bare(new Outcome.Succeeded(Value.NULL), T);
        Failure unseen = Failure.of(Failure.Kind.UNSEEN, "ValueError", "fit failed");
        view.apply(
                2,
                T,
                List.of(
                        new RunEvent.AttemptEnded(FIRST, fine),
                        new RunEvent.NodeFailed(FIT, unseen)));
        assertThat(last(view).outcome()).contains(new Outcome.Failed(unseen));
        assertThat(StateWords.of(last(view), false)).isEqualTo("failed");
    }

    @Test
    void instants_have_milliseconds_in_documents_and_local_clocks_for_people() {
        assertThat(Times.text(T)).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(Times.text(T.plusNanos(7_999_999))).isEqualTo("2026-01-02T03:04:05.007Z");
        assertThat(Times.local(T, ZoneId.of("Asia/Kolkata"))).isEqualTo("2026-01-02 08:34:05");
    }
}
