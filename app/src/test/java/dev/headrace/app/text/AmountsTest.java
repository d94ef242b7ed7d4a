package dev.headrace.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void durations_grow_their_units() {
        assertThat(Amounts.duration(Duration.ofMillis(99))).isEqualTo("99 ms");
        assertThat(Amounts.duration(Duration.ofMillis(100))).isEqualTo("0.1 s");
        assertThat(Amounts.duration(Duration.ofMillis(59_999))).isEqualTo("59.9 s");
        assertThat(Amounts.duration(Duration.ofSeconds(65))).isEqualTo("1 min 05 s");
        assertThat(Amounts.duration(Duration.ofMinutes(67))).isEqualTo("1 h 07 min");
        assertThat(Amounts.duration(Duration.ofHours(52))).isEqualTo("2 d 04 h");
        assertThat(Amounts.duration(Duration.ofMillis(-5))).isEqualTo("0 ms");
    }

    @Test
    void what_remains_is_a_clock() {
        assertThat(Amounts.clock(Duration.ofSeconds(12))).isEqualTo("0:12");
        assertThat(Amounts.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    }

    @Test
    void sizes_grow_their_units() {
        assertThat(Amounts.size(1023)).isEqualTo("1023 B");
        assertThat(Amounts.size(1024)).isEqualTo("1.0 KiB");
        assertThat(Amounts.size(24_000)).isEqualTo("23 KiB");
        assertThat(Amounts.size(5L << 30)).isEqualTo("5.0 GiB");
    }
}
