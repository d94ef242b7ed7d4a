package dev.headrace.engine.run;

import static dev.headrace.engine.run.Rule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.flow.Expr;
import dev.headrace.spec.flow.Retry;
import dev.headrace.spec.flow.Retry.Worth;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Failure.Kind;
import dev.headrace.spec.run.FailureSet;
import dev.headrace.spec.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRuleTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Task task(Worth worth, Optional<Duration> within, int losses) {
        Task plain = Rule.task();
        return new Task(
                plain.action(),
                plain.inputs(),
                plain.resources(),
                new Retry(3, MINUTE, 100, Duration.ofHours(1), 0, within, worth, losses),
                Optional.empty());
    }

    private static Worth worth(List<String> on, List<String> never, String... when) {
        return new Worth(
                new FailureSet(on),
                new FailureSet(never),
                List.of(when).stream()
                        .findFirst()
                        .map(text -> new Expr("test", text, new LinkedHashMap<>(), "")));
    }

    private static Outcome raised(Kind kind, String... types) {
        return new Outcome.Failed(
                new Failure(
                        kind,
                        types[0],
                        "it broke",
                        Optional.empty(),
                        List.of(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(types)));
    }

    private static boolean retried(Worth worth, Outcome outcome) {
        var run =
                given(task(worth, Optional.empty(), Retry.LOSSES), placed("", 1))
                        .when(end("", 1, outcome));
        return run.phase("") instanceof Phase.BackingOff;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_may_pass_is_tried_again_and_nothing_else(Kind kind) {
        assertThat(retried(Worth.ANY, raised(kind, "E"))).isEqualTo(FailureSet.mayPass(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "USER, m.Busy, ConnectionError, true",
        "USER, m.Busy, m.Busy, true",
        "USER, m.Busy, Busy, true",
        "USER, m.Busy, usy, false",
        "USER, m.Busy, other.Busy, false",
        "USER, m.Busy, timeout, false",
        "TIMEOUT, TimeoutError, timeout, true",
        "TIMEOUT, TimeoutError, crash, false",
        "CRASH, SIGKILL, SIGKILL, true",
    })
    void names_are_kinds_or_classes(Kind kind, String type, String name, boolean means) {
        Outcome outcome =
                type.equals("m.Busy") ? raised(kind, type, "ConnectionError") : raised(kind, type);
        assertThat(retried(worth(List.of(name), List.of()), outcome)).isEqualTo(means);
        assertThat(retried(worth(List.of(), List.of(name)), outcome)).isEqualTo(!means);
        assertThat(retried(worth(List.of(name), List.of(name)), outcome)).isFalse();
    }

    @Test
    void who_says_fatal_is_believed() {
        assertThat(retried(Worth.ANY, raised(Kind.USER, "m.Gone", "headrace.Fatal"))).isFalse();
    }

    @Test
    void what_never_passes_cannot_be_asked_for() {
        assertThatThrownBy(() -> worth(List.of("value"), List.of()))
                .hasMessageContaining("never tried again");
    }

    @Test
    void a_condition_is_asked_last() {
        Worth first = worth(List.of(), List.of(), "attempt=1");
        assertThat(retried(first, raised(Kind.USER, "E"))).isTrue();
        assertThat(retried(first, raised(Kind.VALUE, "E"))).isFalse();
        assertThat(retried(worth(List.of(), List.of(), "attempt=2"), raised(Kind.USER, "E")))
                .isFalse();
    }

    @Test
    void no_try_begins_when_the_time_for_all_of_them_is_over() {
        Task hasty = task(Worth.ANY, Optional.of(Duration.ofSeconds(90)), Retry.LOSSES);
        var run = given(hasty, placed("", 1)).when(end("", 1, failed()));
        assertThat(run.phase(""))
                .isEqualTo(new Phase.BackingOff(NOON.plus(MINUTE), Phase.After.FAILURE));
        Instant later = NOON.plus(MINUTE);
        run = run.at(later).when(due("")).when(place("")).when(end("", 2, failed()));
        assertThat(run.node("").outcome()).isPresent();
    }

    @Test
    void losses_have_a_budget_of_their_own() {
        var run = given(task(Worth.ANY, Optional.empty(), 1), placed("", 1));
        run = run.when(end("", 1, lost()));
        assertThat(run.ready()).containsExactly("");
        run = run.when(place("")).when(end("", 2, failed()));
        assertThat(run.phase("")).isInstanceOf(Phase.BackingOff.class);
        run = run.at(NOON.plus(MINUTE)).when(due("")).when(place("")).when(end("", 3, lost()));
        assertThat(run.node("").outcome().orElseThrow())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.LOST));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1000", "2, 0, 2000", "10, 0, 60000", "1000, 0, 60000", "1, 100, 1999"})
    void delays_grow_to_their_cap(int failures, int jitter, long most) {
        Retry retry =
                new Retry(
                        1_000,
                        Duration.ofSeconds(1),
                        200,
                        MINUTE,
                        jitter,
                        Optional.empty(),
                        Worth.ANY,
                        0);
        assertThat(retry.delayAfter(failures, 7).toMillis())
                .isBetween(jitter == 0 ? most : 1000, most)
                .isEqualTo(retry.delayAfter(failures, 7).toMillis());
    }

    @Test
    void limits_at_them_and_one_past() {
        assertThat(retry(0, 0).losses()).isZero();
        assertThat(retry(100, Retry.LOSSES_MAX).jitterPercent()).isEqualTo(100);
        assertThatThrownBy(() -> retry(101, 0)).hasMessageContaining("jitter");
        assertThatThrownBy(() -> retry(0, Retry.LOSSES_MAX + 1)).hasMessageContaining("losses");
        assertThatThrownBy(() -> new FailureSet(List.of(" "))).hasMessageContaining("characters");
    }

    private static Retry retry(int jitter, int losses) {
        return new Retry(0, MINUTE, 100, MINUTE, jitter, Optional.empty(), Worth.ANY, losses);
    }
}
