package dev.headrace.app.text;

import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.RunId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A display that shows on a thread of its own, so that a slow terminal holds up nobody. What comes
 * in quick succession is shown together: the eye sees no difference, and tasks keep their cpu.
 */
final class QueuedDisplay implements Display {
    /** The least time from one look at what has come to the next. */
    private static final long PACE_MILLIS = 50;

    private final Narrator narrator;
    private final Clock clock;
    private final LinkedBlockingQueue<Said> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    QueuedDisplay(Narrator narrator, Clock clock) {
        this.narrator = narrator;
        this.clock = clock;
        thread = Thread.ofPlatform().daemon().name("headrace-display").start(this::show);
    }

    private void show() {
        try {
            boolean shown = false;
            while (true) {
                Duration rest = narrator.rest(clock.instant());
                if (shown) {
                    closing.await(PACE_MILLIS, TimeUnit.MILLISECONDS);
                }
                Said said = queue.poll(rest.toNanos(), TimeUnit.NANOSECONDS);
                shown = said != null;
                while (said != null) {
                    if (said instanceof Said.Closed) {
                        return;
                    }
                    narrator.tell(said);
                    said = queue.poll();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void notice(String text) {
        queue.add(new Said.Notice(text));
    }

    @Override
    public void began(RunId run, String flow, Path folder, RunView history) {
        queue.add(new Said.Began(run, flow, folder, history));
    }

    @Override
    public void happened(RunId run, long sequence, Instant at, List<RunEvent> events, Begun state) {
        queue.add(new Said.Happened(sequence, at, List.copyOf(events), state));
    }

    @Override
    public void progressed(RunId run, AttemptId attempt, Optional<Double> fraction, String text) {
        queue.add(new Said.Progressed(attempt, fraction, text));
    }

    @Override
    public void fenced(RunId run) {
        notice("another controller has the run " + run + " now; here it is left alone");
    }

    @Override
    public void quarantined(RunId run, RuntimeException defect) {
        notice("a defect of Headrace itself stopped the run " + run + ": " + defect);
    }

    @Override
    public void refused(String why, boolean full) {
        notice(full ? why : why + "; it is tried again");
    }

    @Override
    public void ended(Begun state, End end) {
        queue.add(new Said.Ended(state, end));
    }

    @Override
    public void close() {
        queue.add(new Said.Closed());
        closing.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
