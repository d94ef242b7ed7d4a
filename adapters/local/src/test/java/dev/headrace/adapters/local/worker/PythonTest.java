package dev.headrace.adapters.local.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.AttemptId;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Assignment;
import dev.headrace.spi.worker.Report;
import dev.headrace.spi.worker.Stop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python tasks, with real runners. */
class PythonTest {
    private static final String CODE =
            """
            import os, signal, sys, time
            import headrace
            from headrace import flow, task

            print("imported")

            @task
            def add(a, b=1):
                return a + b

            @task(retries=2)
            def loud(x):
                print("loud", x, flush=True)
                raise ValueError("no %s" % x) from KeyError("deep")

            def dies(how):
                print("last words", flush=True)
                if how == "exit":
                    os._exit(3)
                os.kill(os.getpid(), getattr(signal, how))

            def nap(s):
                with open(os.environ["PLACE"] + "/napping", "a") as file:
                    file.write("x")
                time.sleep(s)
                return "rested"

            def pid():
                return os.getpid()

            def closes():
                os.closerange(3, 50)
                time.sleep(60)

            @flow
            def main(n: int = 2):
                one = add.options(retries=3, timeout=1.5)(n)
                many = add.map([1, one], b=5)
                return [f.result() for f in many] + [headrace.once(lambda: "mine")]
            """;

    @TempDir Path folder;
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(folder, 2, CODE);
    }

    private Bench bench(int slots) throws IOException {
        bench.close();
        bench = new Bench(folder, slots, CODE);
        return bench;
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        assertThat(Living.with("PLACE=" + folder)).isEmpty();
    }

    private Ending run(Assignment assignment) {
        bench.worker.assign(List.of(assignment));
        return bench.reports.end(assignment.attempt());
    }

    private static Argument argument(String name, String json) {
        return Argument.of(name, new Value(json));
    }

    private static Failure failure(Ending ending) {
        if (ending.outcome() instanceof Outcome.Failed(Failure failure)) {
            return failure;
        }
        throw new AssertionError("not failed: " + ending);
    }

    @Test
    void a_task_gives_its_value() throws IOException {
        bench.begin();
        Ending ending =
                run(
                        Bench.python(
                                "t",
                                "add",
                                argument("a", "[1, 2.5]"),
                                argument("b", "[{\"$\":\"float\",\"v\":\"1.0\"}]")));
        assertThat(ending.outcome())
                .isEqualTo(
                        new Outcome.Succeeded(
                                new Value("[1,2.5,{\"$\":\"float\",\"v\":\"1.0\"}]")));
        assertThat(ending.micros()).isPositive();
    }

    @Test
    void its_holes_are_filled() throws IOException {
        bench.begin();
        NodePath one = new NodePath("one");
        TreeMap<NodePath, Value> results = new TreeMap<>();
        results.put(one, new Value("41"));
        Argument hole =
                new Argument(
                        "a",
                        new Value("{\"$\":\"ref\",\"task\":\"one\"}"),
                        List.of(one),
                        Argument.Spread.NAMED);
        Assignment plain = Bench.python("t", "add");
        Ending ending =
                run(Bench.work(plain.attempt(), plain.action(), List.of(hole), results, false));
        assertThat(ending.outcome()).isEqualTo(new Outcome.Succeeded(new Value("42")));
    }

    @Test
    void a_failure_is_whole() throws IOException {
        bench.begin();
        Ending ending = run(Bench.python("t", "loud", argument("x", "\"ü\\\"\"")));
        Failure failure = failure(ending);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.USER);
        assertThat(failure.type()).isEqualTo("ValueError");
        assertThat(failure.message()).isEqualTo("no ü\"");
        assertThat(failure.place()).hasValue(bench.code.resolve("train.py") + ":14");
        assertThat(failure.frames())
                .containsExactly(
                        new Failure.Frame(
                                bench.code.resolve("train.py").toString(),
                                14,
                                "loud",
                                "raise ValueError(\"no %s\" % x) from KeyError(\"deep\")"));
        assertThat(failure.cause().orElseThrow().json()).contains("\"type\":\"KeyError\"");
        assertThat(failure.traceback()).contains("ValueError: no ü");
        assertThat(failure.exception()).isPresent();
        assertThat(log(ending)).endsWith("loud ü\"\n");
    }

    private String log(Ending ending) throws IOException {
        Ending.Log part = ending.log().orElseThrow();
        byte[] all = Files.readAllBytes(bench.runFolder.resolve(part.file()));
        return new String(
                all, (int) part.from(), (int) (part.to() - part.from()), StandardCharsets.UTF_8);
    }

    @Test
    void a_runner_that_dies_takes_only_its_attempt_along() throws IOException {
        bench.begin();
        assertThat(run(Bench.python("a", "add", argument("a", "1"))).outcome())
                .isInstanceOf(Outcome.Succeeded.class);
        for (String how : List.of("SIGSEGV", "SIGKILL", "exit")) {
            Ending ending = run(Bench.python(how, "dies", argument("how", "\"" + how + "\"")));
            Failure failure = failure(ending);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CRASH);
            assertThat(failure.type()).isEqualTo(how.equals("exit") ? "exit 3" : how);
            assertThat(failure.message()).contains(how.equals("exit") ? "exit status 3" : how);
            assertThat(log(ending)).endsWith("last words\n");
        }
        assertThat(run(Bench.python("b", "add", argument("a", "1"))).outcome())
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void a_runner_that_dies_while_it_is_idle_harms_nothing() throws IOException {
        bench.begin();
        for (int i = 0; i < 5; i++) {
            Ending ending = run(Bench.python("a" + i, "pid"));
            if (!(ending.outcome() instanceof Outcome.Succeeded(Value pid))) {
                throw new AssertionError(ending.toString());
            }
            long runner = Long.parseLong(pid.json());
            ProcessHandle.of(runner).orElseThrow().destroyForcibly();
            while (ProcessHandle.of(runner).filter(ProcessHandle::isAlive).isPresent()) {
                Thread.onSpinWait();
            }
            assertThat(run(Bench.python("b" + i, "add", argument("a", "1"))).outcome())
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void one_that_lets_go_of_its_link_is_ended() throws IOException {
        bench.begin();
        assertThat(failure(run(Bench.python("a", "closes"))).kind()).isEqualTo(Failure.Kind.CRASH);
    }

    @Test
    void a_file_is_described_and_its_runner_serves_the_run() throws IOException {
        Path file = bench.code.resolve("train.py");
        Described found = bench.worker.describe(file, bench.code, true, Duration.ofSeconds(30));
        assertThat(found).isInstanceOf(Described.Found.class);
        if (found instanceof Described.Found(String json)) {
            assertThat(json)
                    .contains("\"flows\":[{\"name\":\"main\"")
                    .startsWith("{")
                    .endsWith("}");
        }
        bench.begin();
        Ending ending = run(Bench.python("t", "loud", argument("x", "1")));
        assertThat(ending.log().orElseThrow().file()).isEqualTo("log/r1.log");
        assertThat(log(ending)).endsWith("loud 1\n");
    }

    @Test
    void what_cannot_be_described_says_why() throws IOException {
        Files.writeString(bench.code.resolve("broken.py"), "x = 1\ndef f(:\n");
        Files.writeString(bench.code.resolve("dead.py"), "import os\nprint('oh')\nos._exit(7)\n");
        Files.writeString(bench.code.resolve("slow.py"), "import time\ntime.sleep(100)\n");
        Failure broken = refused("broken.py", 30_000);
        assertThat(broken.kind()).isEqualTo(Failure.Kind.INPUT);
        assertThat(broken.type()).isEqualTo("SyntaxError");
        assertThat(broken.place()).hasValue(bench.code.resolve("broken.py") + ":2");
        Failure dead = refused("dead.py", 30_000);
        assertThat(dead.type()).isEqualTo("exit 7");
        assertThat(dead.message()).endsWith("oh");
        assertThat(refused("slow.py", 500).message()).contains("took longer");
        assertThat(refused("broken.py", 30_000).message()).isEqualTo(broken.message());
    }

    private Failure refused(String file, int millis) {
        Described found =
                bench.worker.describe(
                        bench.code.resolve(file), bench.code, true, Duration.ofMillis(millis));
        if (found instanceof Described.Broken(Failure failure)) {
            return failure;
        }
        throw new AssertionError("it was described: " + found);
    }

    @Test
    void a_body_calls_waits_and_goes_on() throws IOException {
        bench.begin();
        AttemptId body = Bench.attempt("");
        bench.worker.assign(List.of(Bench.python("", "main", argument("n", "1"))));
        Report.Asked first = bench.reports.await(Report.Asked.class, _ -> true);
        assertThat(first.body()).isEqualTo(body);
        assertThat(first.calls()).hasSize(1);
        assertThat(first.calls().getFirst().key()).isEqualTo("add");
        assertThat(first.calls().getFirst().tuning().retries()).hasValue(3);
        assertThat(first.calls().getFirst().tuning().timeout()).hasValue(Duration.ofMillis(1_500));
        assertThat(first.calls().getFirst().place())
                .isEqualTo(bench.code.resolve("train.py") + ":37");
        assertThat(first.await()).hasValue(new Report.Await(List.of("add"), true));

        assertThat(run(Bench.python("add", "add", argument("a", "1"))).outcome())
                .isEqualTo(new Outcome.Succeeded(new Value("2")));
        bench.reports.clear();
        answer(body, new Answer.Result("add", new Outcome.Succeeded(new Value("2"))));
        bench.reports.await(Report.Asked.class, asked -> asked.await().isPresent());
        List<Report.Asked> asked = new ArrayList<>();
        bench.reports.said().stream()
                .filter(Report.Asked.class::isInstance)
                .map(Report.Asked.class::cast)
                .forEach(asked::add);
        assertThat(asked.getFirst().calls()).hasSize(2);
        bench.reports.clear();
        answer(body, new Answer.Result("add#2[0]", new Outcome.Succeeded(new Value("6"))));
        bench.reports.await(Report.Asked.class, more -> more.await().isPresent());
        answer(body, new Answer.Result("add#2[1]", new Outcome.Succeeded(new Value("7"))));
        Report.Recorded recorded = bench.reports.await(Report.Recorded.class, _ -> true);
        assertThat(recorded.value()).isEqualTo(new Value("\"mine\""));
        bench.worker.recorded(Bench.RUN, body, recorded.key(), new Value("\"theirs\""));
        Ending ending = bench.reports.end(body);
        assertThat(ending.outcome())
                .isEqualTo(new Outcome.Succeeded(new Value("[6,7,\"theirs\"]")));
        assertThat(ending.seen()).contains("add", "add#2[0]", "add#2[1]");
    }

    private void answer(AttemptId body, Answer.Result... results) {
        bench.worker.answer(List.of(new Answer(Bench.RUN, body, List.of(results))));
    }

    @Test
    void a_failed_child_fails_its_body_with_its_own_exception() throws IOException {
        bench.begin();
        AttemptId body = Bench.attempt("");
        bench.worker.assign(List.of(Bench.python("", "main", argument("n", "1"))));
        bench.reports.await(Report.Asked.class, _ -> true);
        Failure child = failure(run(Bench.python("loud", "loud", argument("x", "1"))));
        answer(body, new Answer.Result("add", new Outcome.Failed(child)));
        Failure failure = failure(bench.reports.end(body));
        assertThat(failure.type()).isEqualTo("ValueError");
        assertThat(failure.message()).isEqualTo("no 1");
        assertThat(failure.frames())
                .extracting(Failure.Frame::function)
                .containsExactly("main", "loud");
    }

    @Test
    void parked_bodies_do_not_keep_others_from_running() throws IOException {
        bench(1).begin();
        for (int depth = 0; depth < 5; depth++) {
            Assignment body = Bench.python("b" + depth, "main", argument("n", "1"));
            bench.worker.assign(List.of(body));
            bench.reports.await(Report.Asked.class, asked -> asked.body().equals(body.attempt()));
        }
        assertThat(run(Bench.python("leaf", "add", argument("a", "1"))).outcome())
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void many_brief_ones_are_all_done_once() throws IOException {
        bench.begin();
        List<Assignment> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(Bench.brief("t[" + i + "]", "add", argument("a", Integer.toString(i))));
        }
        bench.worker.assign(all);
        for (int i = 0; i < 500; i++) {
            assertThat(bench.reports.end(Bench.attempt("t[" + i + "]")).outcome())
                    .isEqualTo(new Outcome.Succeeded(new Value(Integer.toString(i + 1))));
        }
        assertThat(bench.reports.count(Report.Ended.class::isInstance)).isEqualTo(500);
    }

    @Test
    void brief_ones_that_are_not_are_done_all_the_same() throws IOException {
        bench.begin();
        List<Assignment> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(Bench.brief("t[" + i + "]", "nap", argument("s", "0.03")));
        }
        bench.worker.assign(all);
        for (Assignment one : all) {
            assertThat(bench.reports.end(one.attempt()).outcome())
                    .isEqualTo(new Outcome.Succeeded(new Value("\"rested\"")));
        }
        assertThat(Files.size(folder.resolve("napping"))).isEqualTo(12);
    }

    @Test
    void of_brief_ones_together_the_one_that_kills_is_found() throws IOException {
        bench(1).begin();
        assertThat(run(Bench.python("warm", "add", argument("a", "1"))).outcome())
                .isInstanceOf(Outcome.Succeeded.class);
        List<Assignment> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(Bench.brief("t[" + i + "]", "add", argument("a", "1")));
        }
        all.add(Bench.brief("dies", "dies", argument("how", "\"SIGSEGV\"")));
        bench.worker.assign(all);
        for (Assignment one : all) {
            Ending ending = bench.reports.end(one.attempt());
            if (ending.outcome() instanceof Outcome.Lost) {
                AttemptId again = new AttemptId(one.attempt().node(), 2);
                ending = run(Bench.work(again, one.action(), one.inputs(), new TreeMap<>(), true));
            }
            if (one.attempt().node().text().equals("dies")) {
                assertThat(failure(ending).type()).isEqualTo("SIGSEGV");
            } else {
                assertThat(ending.outcome()).isInstanceOf(Outcome.Succeeded.class);
            }
        }
    }

    @Test
    void a_task_is_stopped_and_others_go_on() throws IOException {
        bench.begin();
        Assignment nap = Bench.python("nap", "nap", argument("s", "60"));
        bench.worker.assign(List.of(nap));
        bench.reports.until(() -> Files.exists(folder.resolve("napping")));
        bench.worker.stop(List.of(new Stop(Bench.RUN, nap.attempt(), Duration.ofSeconds(30))));
        assertThat(bench.reports.end(nap.attempt()).outcome())
                .isInstanceOf(Outcome.Cancelled.class);
        assertThat(run(Bench.python("b", "add", argument("a", "1"))).outcome())
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void what_has_not_begun_is_stopped_without_a_trace() throws IOException {
        bench(1).begin();
        Assignment nap = Bench.brief("nap", "nap", argument("s", "0.1"));
        Assignment other = Bench.brief("other", "nap", argument("s", "60"));
        bench.worker.assign(List.of(nap));
        bench.reports.until(() -> Files.exists(folder.resolve("napping")));
        bench.worker.assign(List.of(other));
        bench.worker.stop(List.of(new Stop(Bench.RUN, other.attempt(), Duration.ofSeconds(30))));
        assertThat(bench.reports.end(other.attempt()))
                .extracting(Ending::outcome, Ending::micros)
                .containsExactly(new Outcome.Cancelled("it had not begun"), 0L);
        assertThat(bench.reports.end(nap.attempt()).outcome())
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(Files.size(folder.resolve("napping"))).isEqualTo(1);
    }

    @Test
    void of_those_that_a_runner_has_one_is_stopped_and_no_other() throws IOException {
        bench(1).begin();
        List<Assignment> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(Bench.brief("t[" + i + "]", "nap", argument("s", i == 1 ? "60" : "0.05")));
        }
        bench.worker.assign(all);
        bench.reports.until(() -> Files.exists(folder.resolve("napping")));
        bench.worker.stop(
                List.of(new Stop(Bench.RUN, all.get(1).attempt(), Duration.ofSeconds(30))));
        assertThat(bench.reports.end(all.get(1).attempt()).outcome())
                .isInstanceOf(Outcome.Cancelled.class);
        for (int i : List.of(0, 2, 3)) {
            assertThat(bench.reports.end(all.get(i).attempt()).outcome())
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void when_its_supervisor_is_killed_all_is_lost_and_the_next_task_runs() throws IOException {
        bench.begin();
        Assignment nap = Bench.python("nap", "nap", argument("s", "60"));
        bench.worker.assign(List.of(nap));
        bench.reports.until(() -> Files.exists(folder.resolve("napping")));
        String first = Files.readAllLines(bench.runFolder.resolve("processes")).get(2);
        ProcessHandle.of(Long.parseLong(first.substring(0, first.indexOf(' '))))
                .orElseThrow()
                .destroyForcibly();
        assertThat(bench.reports.end(nap.attempt()).outcome()).isInstanceOf(Outcome.Lost.class);
        assertThat(run(Bench.python("b", "add", argument("a", "1"))).outcome())
                .isInstanceOf(Outcome.Succeeded.class);
    }
}
