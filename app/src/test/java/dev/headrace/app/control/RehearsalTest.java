package dev.headrace.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void plays_to_its_end() {
        assertThat(new Rehearsal().play()).isEqualTo(Rehearsal.TASKS_MAX);
    }

    @Test
    void ends_when_it_is_told_to() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.end();
        assertThat(rehearsal.play()).isZero();
    }
}
