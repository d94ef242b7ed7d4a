package dev.headrace.engine.capacity;

import dev.headrace.engine.capacity.CapacityEvent.Granted;
import dev.headrace.engine.capacity.CapacityEvent.Parked;
import dev.headrace.engine.capacity.CapacityEvent.Released;
import dev.headrace.engine.capacity.CapacityEvent.Unparked;
import dev.headrace.engine.capacity.CapacityEvent.WorkerJoined;
import dev.headrace.engine.capacity.CapacityEvent.WorkerLeft;
import dev.headrace.engine.capacity.CapacityState.Held;
import dev.headrace.engine.capacity.CapacityState.Host;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.WorkerId;
import java.util.ArrayList;
import java.util.List;

/** Applies what changed hands. */
public final class CapacityEvolver {
    private CapacityEvolver() {}

    public static CapacityState evolve(CapacityState state, CapacityEvent event) {
        return switch (event) {
            case WorkerJoined(var worker, var offer) ->
                    new CapacityState(
                            state.workers()
                                    .with(
                                            worker,
                                            new Host(
                                                    offer, offer.milliCpus(), offer.memoryBytes())),
                            state.held());
            case WorkerLeft(var worker) -> left(state, worker);
            case Granted(var holder, var worker, var resources, var parked) -> {
                Held held = new Held(worker, resources, parked);
                yield new CapacityState(
                        taken(state, worker, held.occupied()).workers(),
                        state.held().with(holder, held));
            }
            case Released(var holder) -> {
                Held held = state.held().get(holder).orElseThrow();
                yield new CapacityState(
                        given(state, held.worker(), held.occupied()).workers(),
                        state.held().without(holder));
            }
            case Parked(var holder) -> {
                Held held = state.held().get(holder).orElseThrow();
                yield new CapacityState(
                        given(state, held.worker(), held.resources().parkable()).workers(),
                        state.held().with(holder, new Held(held.worker(), held.resources(), true)));
            }
            case Unparked(var holder) -> {
                Held held = state.held().get(holder).orElseThrow();
                yield new CapacityState(
                        taken(state, held.worker(), held.resources().parkable()).workers(),
                        state.held()
                                .with(holder, new Held(held.worker(), held.resources(), false)));
            }
        };
    }

    private static CapacityState taken(CapacityState state, WorkerId worker, Resources resources) {
        return state.workers()
                .get(worker)
                .map(host ->
                        new CapacityState(
                                state.workers().with(worker, host.take(resources)), state.held()))
                .orElse(state);
    }

    private static CapacityState given(CapacityState state, WorkerId worker, Resources resources) {
        return state.workers()
                .get(worker)
                .map(host ->
                        new CapacityState(
                                state.workers().with(worker, host.give(resources)), state.held()))
                .orElse(state);
    }

    private static CapacityState left(CapacityState state, WorkerId worker) {
        List<Holder> gone = new ArrayList<>();
        for (var entry : state.held()) {
            if (entry.value().worker().equals(worker)) {
                gone.add(entry.key());
            }
        }
        var held = state.held();
        for (Holder holder : gone) {
            held = held.without(holder);
        }
        return new CapacityState(state.workers().without(worker), held);
    }
}
