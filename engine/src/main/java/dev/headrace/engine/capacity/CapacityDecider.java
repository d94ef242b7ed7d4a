package dev.headrace.engine.capacity;

import dev.headrace.engine.capacity.CapacityCommand.Hold;
import dev.headrace.engine.capacity.CapacityCommand.JoinWorker;
import dev.headrace.engine.capacity.CapacityCommand.LeaveWorker;
import dev.headrace.engine.capacity.CapacityCommand.Park;
import dev.headrace.engine.capacity.CapacityCommand.Release;
import dev.headrace.engine.capacity.CapacityCommand.Unpark;
import dev.headrace.engine.capacity.CapacityCommand.Want;
import dev.headrace.engine.capacity.CapacityState.Held;
import dev.headrace.engine.capacity.CapacityState.Host;
import dev.headrace.spec.flow.Resources;
import dev.headrace.spec.run.WorkerId;
import java.util.Optional;

/** Answers what runs want of workers. */
public final class CapacityDecider {
    /** So many brief attempts count as one: they wait at the worker, which runs them in turn. */
    static final int BRIEF_SHARE = 32;

    private CapacityDecider() {}

    /** What capacity makes of a command. */
    public sealed interface Answer {
        record Yes(CapacityEvent event) implements Answer {}

        /** Not now; something must be given back first. */
        record NotNow() implements Answer {}

        /** Never, with the workers that there are. */
        record Never(String why) implements Answer {}

        /** It is so already. */
        record Known() implements Answer {}
    }

    public static Answer decide(CapacityState state, CapacityCommand command) {
        return switch (command) {
            case JoinWorker(var worker, var offer) ->
                    state.workers().has(worker)
                            ? new Answer.Known()
                            : new Answer.Yes(new CapacityEvent.WorkerJoined(worker, offer));
            case LeaveWorker(var worker) ->
                    state.workers().has(worker)
                            ? new Answer.Yes(new CapacityEvent.WorkerLeft(worker))
                            : new Answer.Known();
            case Want want -> granted(state, want);
            case Hold(var holder, var worker, var resources, var parked) ->
                    state.held().has(holder)
                            ? new Answer.Known()
                            : new Answer.Yes(
                                    new CapacityEvent.Granted(holder, worker, resources, parked));
            case Release(var holder) ->
                    state.held().has(holder)
                            ? new Answer.Yes(new CapacityEvent.Released(holder))
                            : new Answer.Known();
            case Park(var holder) ->
                    state.held().get(holder).filter(held -> !held.parked()).isPresent()
                            ? new Answer.Yes(new CapacityEvent.Parked(holder))
                            : new Answer.Known();
            case Unpark(var holder, var overdue) -> unparked(state, holder, overdue);
        };
    }

    private static Answer granted(CapacityState state, Want want) {
        if (state.held().has(want.holder())) {
            return new Answer.Known();
        }
        Resources share =
                want.brief()
                        ? new Resources(
                                want.resources().milliCpus() / BRIEF_SHARE,
                                want.resources().memoryBytes())
                        : want.resources();
        WorkerId best = null;
        int most = -1;
        boolean hope = false;
        for (var entry : state.workers()) {
            Host host = entry.value();
            hope |= host.couldEverFit(want.resources().plus(want.ancestors()));
            if (host.fits(share) && host.freeMilliCpus() > most) {
                best = entry.key();
                most = host.freeMilliCpus();
            }
        }
        if (!hope && !state.workers().isEmpty()) {
            return new Answer.Never(never(want));
        }
        return best == null
                ? new Answer.NotNow()
                : new Answer.Yes(new CapacityEvent.Granted(want.holder(), best, share, false));
    }

    private static String never(Want want) {
        Resources above = want.ancestors();
        return "it wants "
                + inWords(want.resources())
                + (above.memoryBytes() > 0
                        ? ", and the tasks that called it hold " + inWords(above)
                        : "")
                + "; no worker has that much";
    }

    private static String inWords(Resources resources) {
        String cpus = resources.milliCpus() / 1000.0 + " cpus";
        return resources.memoryBytes() == 0
                ? cpus
                : cpus + " and " + resources.memoryBytes() + " bytes of memory";
    }

    private static Answer unparked(CapacityState state, Holder holder, boolean overdue) {
        Optional<Held> held = state.held().get(holder);
        if (held.isEmpty() || !held.get().parked()) {
            return new Answer.Known();
        }
        Optional<Host> host = state.workers().get(held.get().worker());
        return overdue || (host.isPresent() && host.get().fits(held.get().resources().parkable()))
                ? new Answer.Yes(new CapacityEvent.Unparked(holder))
                : new Answer.NotNow();
    }
}
