package dev.headrace.runtime.sim;

import dev.headrace.runtime.run.EventText;
import dev.headrace.runtime.run.Loops;
import dev.headrace.spi.store.EventStore;
import dev.headrace.spi.worker.Answer;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts a planted bug where it belongs. */
final class Plants {
    private Plants() {}

    static EventStore store(World world, SimHandle handle) {
        Optional<Plant> plant = world.plant;
        handle.spoil(plant);
        return handle;
    }

    static EventText text(World world, EventText text) {
        return world.plant.equals(Optional.of(Plant.SEEN_NOT_WRITTEN))
                ? new ForgetfulText(text)
                : text;
    }

    static Answer answer(World world, Answer answer) {
        return world.plant.equals(Optional.of(Plant.TOLD_OUT_OF_ORDER))
                ? new Answer(answer.run(), answer.body(), answer.results().reversed())
                : answer;
    }

    /** What is in the artifact store. */
    static Predicate<String> contents(World world) {
        return world.plant.equals(Optional.of(Plant.CACHE_HIT_WITHOUT_ARTIFACT))
                ? _ -> true
                : digest -> !world.gone.contains(digest);
    }

    static Loops.Spoiler spoiler(World world) {
        return new SpoiltEngine(world.plant);
    }
}
