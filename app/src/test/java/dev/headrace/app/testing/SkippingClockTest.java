package dev.headrace.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SkippingClockTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private Instant real = Instant.parse("2026-06-01T12:00:00Z");
    private final SkippingClock clock = new SkippingClock(() -> real, Optional.of(START));

    @Test
    void it_goes_with_the_real_time() {
        real = real.plusSeconds(5);
        assertThat(clock.now()).isEqualTo(START.plusSeconds(5));
        assertThat(clock.at(real.minusSeconds(2))).isEqualTo(START.plusSeconds(3));
        assertThat(clock.skipped()).isZero();
    }

    @Test
    void it_skips_forward_only() {
        clock.skipTo(START.plus(Duration.ofDays(30)));
        assertThat(clock.now()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(clock.skipped()).isEqualTo(Duration.ofDays(30));
        clock.skipTo(START);
        assertThat(clock.now()).isEqualTo(START.plus(Duration.ofDays(30)));
    }

    @Test
    void it_stands_still_while_the_test_itself_works() {
        real = real.plusSeconds(60);
        clock.forget(Duration.ofSeconds(60));
        assertThat(clock.now()).isEqualTo(START);
    }
}
