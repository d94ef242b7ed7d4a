package dev.headrace.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.adapters.local.files.ArtifactUse;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Ownership;
import dev.headrace.app.story.Story;
import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.spec.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read, cancel and remove, over a store of two runs. */
class ReadingTest {
    private static final String ID = "1m8855hyvck2kh";
    private static final String OTHER = "1m8955hyvck2kh";

    private final Path folder;
    private final Shell shell;

    ReadingTest(@TempDir Path folder) {
        this.folder = folder;
        shell = new Shell(folder);
    }

    @BeforeEach
    void aFailedRun() throws IOException {
        shell.keep(Story.failed(ID));
        Path log = shell.home().log(new RunId(ID));
        Files.writeString(log.resolve("r1.log"), "loading\n");
        Files.writeString(log.resolve("r2.log"), "gamma -1\n");
    }

    @Test
    void runs_is_a_table() {
        shell.keep(Story.underWay(OTHER));
        assertThat(shell.given("runs").out())
                .isEqualTo(
                        """
                        RUN             FLOW   STATE          STARTED              TIME
                        1m8955hyvck2kh  sweep  ■ interrupted  2026-01-02 03:04:05
                        1m8855hyvck2kh  sweep  ✗ failed       2026-01-02 03:04:05  0.9 s
                        """);
    }

    @Test
    void runs_is_a_document() {
        assertThat(shell.given("runs", "--json").out())
                .isEqualTo(
                        "{\"runs\":[{\"id\":\"1m8855hyvck2kh\",\"flow\":\"sweep\","
                                + "\"state\":\"failed\",\"started\":\"2026-01-02T03:04:05.000Z\","
                                + "\"ended\":\"2026-01-02T03:04:05.900Z\"}]}\n");
    }

    @Test
    void a_home_without_a_store_has_no_runs() {
        Shell empty = new Shell(folder.resolve("empty"));
        assertThat(empty.given("runs")).isEqualTo(new Shell.Answer(0, "", "no runs yet in HOME\n"));
        assertThat(empty.given("runs", "--json").out()).isEqualTo("{\"runs\":[]}\n");
        assertThat(empty.given("show", "x").status()).isEqualTo(2);
    }

    @Test
    void show_tells_the_failure_first() {
        assertThat(shell.given("show", "1m88").out())
                .isEqualTo(
                        """
                        run 1m8855hyvck2kh  sweep  ✗ failed
                          started 2026-01-02 03:04:05, took 0.9 s
                          gammas=[1,-1]

                        ✗ train[1]  ValueError: bad gamma -1  (sweep.py:14)
                          sweep.py:9 in sweep
                              train.map(gammas)
                          sweep.py:14 in train
                              raise ValueError(gamma)
                          the end of its log:
                            gamma -1

                          ✓ load      succeeded    0.1 s
                          ✓ train[0]  succeeded    0.2 s
                          ✗ train[1]  failed       0.6 s      2 attempts

                          plot.png  2.0 KiB  headrace get 1m8855hyvck2kh/load:plot.png -o plot.png

                        store   HOME
                        logs    HOME/runs/1m8855hyvck2kh/log

                        headrace resume 1m8855hyvck2kh   goes on where it was
                        headrace why 1m8855hyvck2kh 'train[1]'
                        """);
    }

    @Test
    void show_is_the_document_of_the_contract() {
        Json document = Json.read(shell.given("show", ID, "--json").out());
        assertThat(document.pretty())
                .contains(
                        """
                            {
                              "path": "train[0]",
                              "name": "train",
                              "state": "succeeded",
                              "inputs": {
                                "gamma": 1,
                                "rows": {
                                  "type": "list",
                                  "preview": "…",
                                  "size": 24000,
                                  "digest": "%s"
                                }
                              },
                              "started": "2026-01-02T03:04:05.270Z",
                              "ended": "2026-01-02T03:04:05.550Z",
                              "error": null,
                              "attempts": [
                                {
                                  "number": 1,
                                  "worker": "local-1-test",
                                  "state": "succeeded",
                                  "started": "2026-01-02T03:04:05.270Z",
                                  "ended": "2026-01-02T03:04:05.550Z",
                                  "error": null
                                }
                              ]
                            },
                        """
                                .formatted(Story.DIGEST));
        assertThat(((JsonObject) document).members().keySet())
                .containsExactly(
                        "id",
                        "flow",
                        "state",
                        "result",
                        "started",
                        "ended",
                        "error",
                        "version",
                        "origin",
                        "owner",
                        "generation",
                        "arguments",
                        "body",
                        "tasks");
    }

    @Test
    void encoded_has_values_as_they_are_kept() {
        assertThat(shell.given("show", ID, "--json", "--encoded").out())
                .contains("\"home\":\"HOME\"", "\"value\":{\"$\":\"tuple\",\"v\":[1,2.5]}")
                .contains("\"frames\":[[\"/flows/sweep.py\",9,\"sweep\",\"train.map(gammas)\"]");
    }

    @Test
    void a_run_whose_controller_lives_is_running_and_one_whose_is_gone_is_interrupted() {
        shell.keep(Story.underWay(OTHER));
        assertThat(shell.given("show", OTHER, "--json").out())
                .contains("\"state\":\"interrupted\",\"result\"")
                .contains("\"state\":\"interrupted\",\"inputs\"")
                .contains("\"state\":\"interrupted\",\"started\"");
        try (Ownership _ = Ownership.claim(shell.home(), Story.OWNER, Optional.empty())) {
            assertThat(shell.given("show", OTHER, "--json").out())
                    .contains("\"state\":\"running\",\"result\"")
                    .doesNotContain("interrupted");
            assertThat(shell.given("show", OTHER).out())
                    .contains("● running", "● train[1]  running      1.7 s")
                    .endsWith(
                            """
                            headrace cancel 1m8955hyvck2kh   stops it
                            headrace logs 1m8955hyvck2kh -f   follows what it writes
                            """);
        }
    }

    @Test
    void why_is_a_sentence_and_a_remedy() {
        assertThat(shell.given("why", ID, "train[1]").out())
                .isEqualTo(
                        """
                        train[1] failed: ValueError: bad gamma -1 (/flows/sweep.py:14), after 2 attempts.
                        → mend the cause, then headrace resume 1m8855hyvck2kh
                        """);
        assertThat(shell.given("why", ID, "--json").out()).startsWith("{\"run\":\"" + ID);
        shell.keep(Story.underWay(OTHER));
        assertThat(shell.given("why", OTHER).out())
                .startsWith("The run is interrupted")
                .contains("→ headrace resume 1m8955hyvck2kh");
    }

    @Test
    void logs_of_all_have_the_path_before_each_line() {
        assertThat(shell.given("logs", ID).out())
                .isEqualTo(
                        """
                        sweep | gamma -1
                        load | loading
                        train[1] | gamma -1
                        train[1] | gamma -1
                        """);
        assertThat(shell.given("logs", ID, "load").out()).isEqualTo("loading\n");
        assertThat(shell.given("logs", ID, "train").out())
                .isEqualTo("train[1] | gamma -1\ntrain[1] | gamma -1\n");
    }

    @Test
    void logs_of_what_still_runs_are_found_by_the_workers_notes() throws IOException {
        shell.keep(Story.underWay(OTHER));
        Home home = shell.home();
        RunId run = new RunId(OTHER);
        Files.writeString(home.log(run).resolve("r2.log"), "older\nhalf\nline");
        Files.writeString(home.run(run).resolve("began"), "1 train[1] 6 log/r2.log\n");
        assertThat(shell.given("logs", OTHER).out()).isEqualTo("train[1] | half\n");
        assertThat(shell.given("logs", OTHER, "train[1]").out()).isEqualTo("half\nline");
    }

    @Test
    void artifacts_have_refs() {
        assertThat(shell.given("artifacts", ID).out())
                .isEqualTo(
                        """
                        REF                           TYPE   SIZE     DIGEST
                        1m8855hyvck2kh/load:plot.png  bytes  2.0 KiB  sha256:abababababab
                        1m8855hyvck2kh/load           list   23 KiB   sha256:abababababab
                        """);
        assertThat(shell.given("artifacts", ID, "--json").out())
                .contains(
                        "{\"ref\":\"1m8855hyvck2kh/load:plot.png\",\"type\":\"bytes\","
                                + "\"size\":2048,\"digest\":\""
                                + Story.DIGEST
                                + "\",\"name\":\"plot.png\",\"task\":\"load\"}");
    }

    @Test
    void get_writes_results_and_refuses_to_overwrite() throws IOException {
        Path target = folder.resolve("value.json");
        assertThat(shell.given("get", ID + "/train[0]", "-o", target.toString()).status()).isZero();
        assertThat(target).hasContent("[1,2.5]");
        Shell.Answer again = shell.given("get", ID + "/train[0]", "-o", target.toString());
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("HR-0408");
        assertThat(
                        shell.given("get", ID + "/train[0]", "-o", target.toString(), "--force")
                                .status())
                .isZero();
        assertThat(shell.given("get", ID + "/train[0]", "-o", "-").out()).isEqualTo("[1,2.5]\n");
    }

    @Test
    void get_checks_the_content_against_its_digest() throws IOException {
        Path target = folder.resolve("plot.png");
        Path file = shell.home().artifacts().resolve("ab").resolve("ab".repeat(31));
        Shell.Answer missing = shell.given("get", ID + "/load:plot.png", "-o", target.toString());
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.err()).contains("HR-0309", "the file is not there");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "something else");
        Shell.Answer damaged = shell.given("get", Story.DIGEST, "-o", target.toString());
        assertThat(damaged.err()).contains("HR-0309", "its content has the digest");
        assertThat(target).doesNotExist();
        byte[] right = "right".getBytes(UTF_8);
        String digest = Digest.sha256(right);
        Path good =
                shell.home()
                        .artifacts()
                        .resolve(digest.substring(7, 9))
                        .resolve(digest.substring(9));
        Files.createDirectories(good.getParent());
        Files.write(good, right);
        assertThat(shell.given("get", digest, "-o", "-").out()).isEqualTo("right");
    }

    @Test
    void what_is_misspelt_is_answered_with_the_nearest() {
        assertThat(shell.given("why", ID, "trian[1]").err()).contains("did you mean 'train[1]'?");
        assertThat(shell.given("get", ID + "/load:plot.pgn", "-o", "-").err())
                .contains("HR-0407", "did you mean '1m8855hyvck2kh/load:plot.png'?");
        assertThat(shell.given("show", "1m8855hyvck2k9").err())
                .contains("HR-0403", "did you mean 1m8855hyvck2kh?");
        assertThat(shell.given("shwo").err()).contains("HR-0401", "did you mean 'headrace show'?");
        assertThat(shell.given("show", ID, "--jsn").err()).contains("did you mean '--json'?");
        assertThat(shell.given("show").err()).contains("HR-0402", "headrace show lacks RUN");
        assertThat(shell.given("runs", "--limit", "0").status()).isEqualTo(2);
    }

    @Test
    void an_ambiguous_beginning_is_answered_with_the_candidates() {
        shell.keep(Story.underWay(OTHER));
        Shell.Answer answer = shell.given("show", "1m8", "--json");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("HR-0404", ID, OTHER);
        assertThat(answer.out()).startsWith("{\"error\":{\"code\":\"HR-0404\",");
    }

    @Test
    void cancel_refuses_what_cannot_be_cancelled() {
        shell.keep(Story.underWay(OTHER));
        assertThat(shell.given("cancel", ID).err()).contains("HR-0412");
        assertThat(shell.given("cancel", OTHER).err())
                .contains("HR-0411", "headrace resume " + OTHER, "headrace rm " + OTHER);
    }

    @Test
    void cancel_leaves_a_message_for_the_owner() {
        shell.keep(Story.underWay(OTHER));
        try (Ownership _ = Ownership.claim(shell.home(), Story.OWNER, Optional.empty())) {
            assertThat(shell.given("cancel", OTHER, "--why", "no need", "--no-wait").err())
                    .contains("still stopping");
        }
        try (var store =
                dev.headrace.adapters.jdbc.sqlite.SqliteStore.read(shell.home().database())) {
            assertThat(store.messages(new RunId(OTHER)))
                    .extracting(message -> message.content())
                    .containsExactly("{\"cancel\":{\"who\":\"ada\",\"why\":\"no need\"}}");
        }
    }

    @Test
    void rm_removes_what_only_this_run_needs() throws IOException {
        Path file = shell.home().artifacts().resolve("ab").resolve("ab".repeat(31));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content");
        shell.keep(Story.failed(OTHER));
        assertThat(shell.given("rm", ID, "--dry-run").err()).contains("nothing was removed");
        assertThat(shell.given("rm", ID).status()).isZero();
        assertThat(file).exists();
        assertThat(shell.home().run(new RunId(ID))).doesNotExist();
        assertThat(shell.given("show", ID).status()).isEqualTo(2);
        assertThat(shell.given("rm", OTHER).err()).contains(Story.DIGEST);
        assertThat(file).doesNotExist();
    }

    @Test
    void rm_leaves_artifacts_while_a_controller_lives_and_a_later_one_removes_them()
            throws IOException {
        Path file = shell.home().artifacts().resolve("ab").resolve("ab".repeat(31));
        Path unfinished = shell.home().artifacts().resolve(".new-12-1");
        Path nobodys = shell.home().artifacts().resolve("cd").resolve("ef".repeat(31));
        Files.createDirectories(file.getParent());
        Files.createDirectories(nobodys.getParent());
        for (Path each : List.of(file, unfinished, nobodys)) {
            Files.writeString(each, "content");
        }
        shell.keep(Story.underWay(OTHER));
        try (ArtifactUse _ = ArtifactUse.shared(shell.home())) {
            assertThat(shell.given("rm", ID).err())
                    .contains("artifacts stay")
                    .endsWith("removed\n");
        }
        assertThat(List.of(file, unfinished, nobodys)).allMatch(Files::exists);
        shell.keep(Story.failed(ID));
        assertThat(shell.given("rm", OTHER).status()).isZero();
        assertThat(file).exists();
        assertThat(List.of(unfinished, nobodys)).noneMatch(Files::exists);
        shell.keep(Story.underWay(OTHER));
        assertThat(shell.given("rm", ID).status()).isZero();
        assertThat(shell.given("rm", OTHER).status()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void rm_refuses_a_run_under_way() {
        shell.keep(Story.underWay(OTHER));
        try (Ownership _ = Ownership.claim(shell.home(), Story.OWNER, Optional.empty())) {
            assertThat(shell.given("rm", OTHER).err()).contains("HR-0413");
        }
        assertThat(shell.given("rm", OTHER).status()).isZero();
    }

    @Test
    void help_and_version_are_results() {
        assertThat(shell.given("--version").out()).startsWith("headrace 0.1.0 (Java ");
        assertThat(shell.given("help").out()).contains("  artifacts  lists what a run made\n");
        assertThat(shell.given("logs", "--help").out())
                .contains("Usage: headrace logs", "RUN [TASK]");
        assertThat(shell.given().status()).isEqualTo(2);
    }
}
