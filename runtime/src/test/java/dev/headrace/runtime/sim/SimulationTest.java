package dev.headrace.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
    private static final int WORLDS = Integer.getInteger("sim.worlds", 20_000);

    @Test
    void a_few_worlds_keep_all_laws() {
        lives(1, 300);
    }

    @Test
    @Tag("slow")
    void many_worlds_keep_all_laws_and_see_all_that_is_rare() {
        Counters counters = lives(1, WORLDS);
        if (WORLDS >= SimMain.MANY) {
            assertThat(counters.missing()).as("never came about").isEmpty();
        }
    }

    @Test
    void a_seed_is_a_world() {
        for (long seed = 1; seed <= 30; seed++) {
            assertThat(World.live(seed, Optional.empty(), new Counters()))
                    .isEqualTo(World.live(seed, Optional.empty(), new Counters()));
        }
    }

    @ParameterizedTest
    @EnumSource(Plant.class)
    @Tag("slow")
    void a_planted_bug_is_found(Plant plant) {
        assertThat(Simulator.find(plant)).as("a world that shows it").isPresent();
    }

    private static Counters lives(long from, int worlds) {
        Counters counters = new Counters();
        for (long seed = from; seed < from + worlds; seed++) {
            World.Trace trace = World.live(seed, Optional.empty(), counters);
            trace.broken()
                    .ifPresent(broken -> {
                        throw new AssertionError(Simulator.report(trace, broken), broken);
                    });
        }
        return counters;
    }
}
