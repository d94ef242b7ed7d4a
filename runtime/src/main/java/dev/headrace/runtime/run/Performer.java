package dev.headrace.runtime.run;

import dev.headrace.engine.run.Effect;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.engine.run.Timer;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.WorkerId;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Stop;
import dev.headrace.spi.worker.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Does what follows from a commit: hands work to workers in as few messages as can be. */
final class Performer {
    private final Map<WorkerId, Worker> workers;
    private final Assigner assigner;
    private final Alarms alarms;
    private final Map<WorkerId, Parcel> parcels = new TreeMap<>();

    /** Sets timers. */
    interface Alarms {
        void set(RunId run, Timer timer, Instant due);
    }

    private static final class Parcel {
        final List<Assignment> assignments = new ArrayList<>();
        final List<Stop> stops = new ArrayList<>();
        final List<Answer> answers = new ArrayList<>();
    }

    Performer(Map<WorkerId, Worker> workers, Assigner assigner, Alarms alarms) {
        this.workers = workers;
        this.assigner = assigner;
        this.alarms = alarms;
    }

    void perform(RunId run, Begun state, List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Dispatch(var attempt, var worker) ->
                        assigner.assignment(state, attempt)
                                .ifPresent(parcel(worker).assignments::add);
                case Effect.Stop(var attempt, var worker, var grace) ->
                        parcel(worker).stops.add(new Stop(run, attempt, grace));
                case Effect.Tell(var body, var worker, var children) ->
                        assigner.answer(state, body, children)
                                .ifPresent(parcel(worker).answers::add);
                case Effect.TellRecorded(var body, var id, var key, var value) -> {
                    Worker worker = workers.get(id);
                    if (worker != null) {
                        worker.recorded(run, body, key, value);
                    }
                }
                case Effect.WakeAt(var timer, var due) -> alarms.set(run, timer, due);
            }
        }
    }

    void flush() {
        parcels.forEach((id, parcel) -> {
            Worker worker = workers.get(id);
            if (worker != null) {
                if (!parcel.assignments.isEmpty()) {
                    worker.assign(parcel.assignments);
                }
                if (!parcel.answers.isEmpty()) {
                    worker.answer(parcel.answers);
                }
                if (!parcel.stops.isEmpty()) { // last: what it does not know, it cannot stop
                    worker.stop(parcel.stops);
                }
            }
        });
    }

    private Parcel parcel(WorkerId worker) {
        return parcels.computeIfAbsent(worker, _ -> new Parcel());
    }
}
