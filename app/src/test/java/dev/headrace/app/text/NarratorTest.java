package dev.headrace.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.app.story.Story;
import dev.headrace.codec.run.EventCodec;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.view.RunView;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.RunId;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.EventStore.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What displays write, on a screen and elsewhere. */
class NarratorTest {
    private static final String ID = "1m8855hyvck2kh";

    private final Path folder;
    private final Paper paper = new Paper();

    NarratorTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("log"));
        Files.writeString(folder.resolve("log/r2.log"), "gamma -1\n");
    }

    private static FailureText failures(boolean verbose) {
        return new FailureText(Path.of("/flows"), verbose);
    }

    private void tell(Narrator narrator, Story story) {
        narrator.tell(new Said.Notice("reading sweep.py"));
        narrator.tell(new Said.Began(new RunId(ID), "sweep", folder, new RunView()));
        RunState state = new RunState.NotStarted(Story.FLOW);
        for (Batch batch : story.batches()) {
            var events = EventCodec.read(batch.events());
            for (var event : events) {
                state = RunEvolver.evolve(state, event);
            }
            if (state instanceof Begun begun) {
                narrator.tell(new Said.Happened(batch.sequence(), batch.at(), events, begun));
            }
        }
    }

    @Test
    void plain_lines_name_the_failure_at_once_and_in_full_at_the_end() {
        Narrator narrator = new PlainNarrator(paper.terminal(false), failures(false), false);
        Story story = Story.failed(ID);
        tell(narrator, story);
        narrator.tell(new Said.Ended(story.state(), Display.End.FINISHED));
        narrator.rest(story.now());
        assertThat(paper.raw())
                .isEqualTo(
                        """
                        reading sweep.py
                        run 1m8855hyvck2kh  sweep
                        ✓ load  0.1 s
                        ✓ train[0]  0.2 s
                        ✗ train[1]  ValueError: bad gamma -1  (sweep.py:14)
                        ⟳ train[1]  again in 0.2 s
                        ✗ train[1]  ValueError: bad gamma -1  (sweep.py:14)  attempt 2
                          plot.png  2.0 KiB  headrace get 1m8855hyvck2kh/load:plot.png -o plot.png

                        ✗ train[1]  ValueError: bad gamma -1  (sweep.py:14)
                          sweep.py:9 in sweep
                              train.map(gammas)
                          sweep.py:14 in train
                              raise ValueError(gamma)
                          the end of its log:
                            gamma -1
                        ✗ failed   0.9 s
                        headrace resume 1m8855hyvck2kh   goes on where it was
                        headrace why 1m8855hyvck2kh 'train[1]'
                        """);
    }

    @Test
    void verbose_shows_the_whole_traceback() {
        Narrator narrator = new PlainNarrator(paper.terminal(false), failures(true), true);
        Story story = Story.failed(ID);
        tell(narrator, story);
        narrator.tell(new Said.Ended(story.state(), Display.End.FINISHED));
        assertThat(paper.raw())
                .contains("    Traceback (most recent call last):\n      all of it\n")
                .doesNotContain("sweep.py:9 in sweep");
    }

    @Test
    void what_runs_for_long_is_said_once() {
        Narrator narrator = new PlainNarrator(paper.terminal(false), failures(false), false);
        Story story = Story.underWay(ID);
        tell(narrator, story);
        narrator.rest(story.now().plusSeconds(1));
        assertThat(paper.raw()).doesNotContain("runs");
        narrator.rest(story.now().plusSeconds(6));
        narrator.rest(story.now().plusSeconds(7));
        assertThat(paper.raw()).containsOnlyOnce("● train[1]  runs\n");
    }

    @Test
    void a_full_store_is_a_problem_with_a_code() {
        Narrator narrator = new PlainNarrator(paper.terminal(false), failures(false), false);
        Story story = Story.underWay(ID);
        tell(narrator, story);
        narrator.tell(new Said.Notice("the store is full (disk)"));
        narrator.tell(new Said.Ended(story.state(), Display.End.STORE_FULL));
        assertThat(paper.raw())
                .contains("✗ HR-0304", "why: the store is full (disk)")
                .contains("■ interrupted", "headrace resume " + ID);
    }

    @Test
    void a_screen_shows_a_line_a_task() throws IOException {
        Files.writeString(folder.resolve("began"), "1 train[1] 0 log/r2.log\n");
        Narrator narrator = new LiveNarrator(paper.terminal(true), failures(false));
        Story story = Story.underWay(ID);
        tell(narrator, story);
        narrator.rest(story.now());
        assertThat(paper.looks())
                .isEqualTo(
                        """
                        reading sweep.py
                        run 1m8855hyvck2kh  sweep  headrace logs 1m8855hyvck2kh
                          ✓ load      0.1 s
                          ✓ train[0]  0.2 s
                          ● train[1]  0.3 s     gamma -1
                        """);
    }

    @Test
    void a_screen_ends_with_what_stays() {
        Narrator narrator = new LiveNarrator(paper.terminal(true), failures(false));
        Story story = Story.failed(ID);
        tell(narrator, Story.underWay(ID));
        narrator.rest(story.now());
        narrator = retold(story);
        narrator.tell(new Said.Ended(story.state(), Display.End.FINISHED));
        assertThat(paper.looks())
                .endsWith(
                        """
                        ✗ train[1]  ValueError: bad gamma -1  (sweep.py:14)
                        ✗ train[1]  ValueError: bad gamma -1  (sweep.py:14)  attempt 2
                          ✓ load      0.1 s
                          ✓ train[0]  0.2 s
                          ✗ train[1]  0.6 s  2 attempts
                          plot.png  2.0 KiB  headrace get 1m8855hyvck2kh/load:plot.png -o plot.png

                        ✗ train[1]  ValueError: bad gamma -1  (sweep.py:14)
                          sweep.py:9 in sweep
                              train.map(gammas)
                          sweep.py:14 in train
                              raise ValueError(gamma)
                          the end of its log:
                            gamma -1
                        ✗ failed   0.9 s
                        headrace resume 1m8855hyvck2kh   goes on where it was
                        headrace why 1m8855hyvck2kh 'train[1]'
                        """);
    }

    private Narrator retold(Story story) {
        Narrator narrator = new LiveNarrator(paper.terminal(true), failures(false));
        tell(narrator, story);
        narrator.rest(story.now());
        return narrator;
    }

    @Test
    void a_fan_out_is_one_line_with_a_bar_and_a_guess() {
        Narrator narrator = new LiveNarrator(paper.terminal(true), failures(false));
        Story story = fanOut();
        tell(narrator, story);
        narrator.rest(story.now());
        assertThat(paper.looks()).endsWith("  ● train  [██████░░░░ 6/10 ✓6 ●2]  6.0 s  eta 0:04\n");
        narrator.tell(new Said.Ended(story.state(), Display.End.FENCED));
        assertThat(paper.looks()).contains("  ● train  [ 6/10 ✓6 ●2 ]  6.0 s\n");
    }

    private static Story fanOut() {
        Story story = new Story(ID).placed("", 1).started("", 1);
        Call[] calls = new Call[10];
        for (int i = 0; i < calls.length; i++) {
            calls[i] =
                    Story.call(
                            "train[" + i + "]", "train", Argument.of("gamma", new Value("" + i)));
        }
        story.calls(calls);
        for (int i = 0; i < 6; i++) {
            String path = "train[" + i + "]";
            story.placed(path, 1).after(1000);
            story.ended(
                            path,
                            1,
                            story.ending(
                                    new Outcome.Succeeded(Value.NULL),
                                    Duration.ofSeconds(1),
                                    "log/r1.log",
                                    0,
                                    0))
                    .settled(path);
        }
        return story.placed("train[6]", 1).placed("train[7]", 1);
    }

    @Test
    void a_display_has_written_all_when_it_closes() {
        Display display =
                new QueuedDisplay(
                        new PlainNarrator(paper.terminal(false), failures(false), false),
                        Clock.systemUTC());
        for (int i = 0; i < 1_000; i++) {
            display.notice("line " + i);
        }
        display.close();
        assertThat(paper.raw().lines()).hasSize(1_000).endsWith("line 999");
    }

    @Test
    void progress_stands_behind_its_task() {
        Narrator narrator = new LiveNarrator(paper.terminal(true), failures(false));
        Story story = Story.underWay(ID);
        tell(narrator, story);
        narrator.tell(
                new Said.Progressed(
                        Story.attempt("train[1]", 1), Optional.of(0.25), "epoch 5 of 20"));
        narrator.rest(story.now());
        assertThat(paper.looks()).contains("● train[1]  0.3 s     25 % epoch 5 of 20");
    }
}
