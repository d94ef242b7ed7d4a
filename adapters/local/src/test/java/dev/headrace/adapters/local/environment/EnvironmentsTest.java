package dev.headrace.adapters.local.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headrace.adapters.local.home.Trouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments that are really made, from packages that lie beside the test. */
@Tag("slow")
final class EnvironmentsTest {
    @TempDir Path folder;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private Path flow;

    @BeforeEach
    void packagesThatNeedNoNetwork() throws IOException {
        Path packages = Files.createDirectory(folder.resolve("packages"));
        Wheel.write(packages, "rill", "1.0", "");
        Wheel.write(packages, "rill", "1.2", "");
        Wheel.write(packages, "brook", "2.0", "rill>=1.1");
        environment.keySet().removeAll(List.of("VIRTUAL_ENV", "HEADRACE_PYTHON", "PIP_FIND_LINKS"));
        environment.put("PIP_NO_INDEX", "1");
        environment.put("PIP_FIND_LINKS", packages.toString());
        environment.put("UV_NO_INDEX", "1");
        environment.put("UV_FIND_LINKS", packages.toString());
        withoutUv();
        flow = declaring("'brook'");
    }

    private void withoutUv() {
        String path =
                String.join(
                        ":",
                        Stream.of(environment.getOrDefault("PATH", "").split(":"))
                                .filter(part -> !Files.exists(Path.of(part, "uv")))
                                .toList());
        environment.put("PATH", path);
    }

    private Path declaring(String dependencies) throws IOException {
        return Files.writeString(
                folder.resolve("train.py"),
                "# /// script\n# dependencies = [" + dependencies + "]\n# ///\n");
    }

    private Environments environments() {
        return new Environments(environment, folder.resolve("cache"), said::add);
    }

    private static String output(Python python, String code) throws IOException {
        Process process =
                new ProcessBuilder(python.executable().toString(), "-I", "-c", code)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    private static void troubled(String code, Runnable doing, String... words) {
        assertThatThrownBy(doing::run)
                .isInstanceOfSatisfying(
                        Trouble.class,
                        no -> {
                            assertThat(no.problem().code()).as(no.getMessage()).isEqualTo(code);
                            assertThat(List.of(words)).allMatch(no.problem().toString()::contains);
                            assertThat(no.problem().mend()).isNotEmpty();
                        });
    }

    /** A Python that counts how often it is started. */
    private Path counting() throws IOException {
        String real = environments().of(plain()).executable().toString();
        Path program = folder.resolve("python-counted");
        Files.writeString(
                program,
                "#!/bin/sh\necho started >>'" + counted() + "'\nexec '" + real + "' \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        environment.put("HEADRACE_PYTHON", program.toString());
        return program;
    }

    private Path counted() {
        return folder.resolve("count");
    }

    private Path plain() throws IOException {
        return Files.writeString(folder.resolve("plain.py"), "import sys\n");
    }

    @Test
    void what_a_flow_declares_is_installed_once_and_then_nothing_is_started() throws IOException {
        counting();
        Python made = environments().of(flow);
        assertThat(made.packages()).containsExactly("brook==2.0", "rill==1.2");
        assertThat(output(made, "import brook, rill; print(brook.version, rill.version)"))
                .isEqualTo("2.0 1.2");
        assertThat(said).hasSize(2);
        assertThat(said.getFirst())
                .isEqualTo("making the Python environment of train.py (once): brook …");
        assertThat(said.getLast()).matches("made the Python .* of train.py: 2 packages, .* s");
        assertThat(counted()).hasContent("started\n");

        environment.remove("PIP_FIND_LINKS");
        assertThat(environments().of(flow)).isEqualTo(made);
        assertThat(said).hasSize(2);
        assertThat(counted()).hasContent("started\n");
    }

    @Test
    void the_order_of_dependencies_is_nothing_and_their_versions_are_much() throws IOException {
        Python one = environments().of(declaring("'rill==1.0'"));
        Python other = environments().of(declaring("'rill==1.2'"));
        assertThat(one.packages()).containsExactly("rill==1.0");
        assertThat(other.packages()).containsExactly("rill==1.2");
        assertThat(one.identity()).isNotEqualTo(other.identity());
        said.clear();
        Python both = environments().of(declaring("'rill==1.2', 'brook'"));
        assertThat(environments().of(declaring("\"brook\", 'rill==1.2'"))).isEqualTo(both);
        assertThat(said).hasSize(2);
    }

    @Test
    void a_flow_that_declares_nothing_runs_in_the_python_of_the_machine() throws IOException {
        Python python = environments().of(plain());
        assertThat(python.packages()).isEmpty();
        assertThat(python.executable()).isAbsolute();
        assertThat(output(python, "import sys; print(sys.executable)"))
                .isEqualTo(python.executable().toString());
        assertThat(said).isEmpty();
        counting();
        environments().of(plain());
        environments().of(plain());
        assertThat(counted()).hasContent("started\n");
    }

    @Test
    void an_active_environment_counts_more_than_the_path() throws IOException {
        Python active = environments().of(declaring("'rill'"));
        environment.put("VIRTUAL_ENV", active.executable().resolve("../..").normalize().toString());
        assertThat(environments().of(plain()).executable()).isEqualTo(active.executable());
    }

    @Test
    void a_failed_installation_shows_the_last_errors_and_the_log_and_is_tried_again()
            throws IOException {
        Path missing = declaring("'rill>=7'");
        troubled("HR-0204", () -> environments().of(missing), "rill>=7", ".log", "train.py");
        said.clear();
        Wheel.write(folder.resolve("packages"), "rill", "7.1", "");
        assertThat(environments().of(missing).packages()).containsExactly("rill==7.1");
    }

    @Test
    void of_two_at_once_one_makes_it() throws InterruptedException {
        var made = Collections.synchronizedSet(new HashSet<Python>());
        var threads = new ArrayList<Thread>();
        for (int n = 0; n < 3; n++) {
            threads.add(Thread.ofPlatform().start(() -> made.add(environments().of(flow))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(made).hasSize(1);
        assertThat(said).filteredOn(line -> line.startsWith("making")).hasSize(1);
    }

    @Test
    void what_a_killed_process_left_is_not_taken_for_an_environment() throws Exception {
        Process first = another();
        try (BufferedReader lines = first.inputReader()) {
            assertThat(lines.readLine()).startsWith("making");
            Process second = another();
            try (BufferedReader others = second.inputReader()) {
                assertThat(others.readLine()).startsWith("another process is making");
                first.destroyForcibly().onExit().join();
                assertThat(others.readLine()).startsWith("making");
                assertThat(others.readLine()).startsWith("made");
                assertThat(second.waitFor()).isZero();
            }
        }
        assertThat(environments().of(flow).packages()).containsExactly("brook==2.0", "rill==1.2");
        assertThat(said).isEmpty();
    }

    private Process another() throws IOException {
        var builder =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Another.class.getName(),
                                folder.resolve("cache").toString(),
                                flow.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Makes the environment in a process of its own. */
    static final class Another {
        private Another() {}

        public static void main(String[] args) {
            new Environments(System.getenv(), Path.of(args[0]), System.out::println)
                    .of(Path.of(args[1]));
        }
    }

    @Test
    void an_environment_whose_python_is_gone_is_made_again() throws IOException {
        Python made = environments().of(flow);
        Files.delete(made.executable());
        said.clear();
        assertThat(environments().of(flow).packages()).isEqualTo(made.packages());
        assertThat(said).hasSize(2);
    }

    @Test
    void uv_is_used_where_it_is() throws IOException {
        String real = System.getenv().getOrDefault("PATH", "");
        boolean found =
                Stream.of(real.split(":")).anyMatch(part -> Files.exists(Path.of(part, "uv")));
        if (!found) {
            System.out.println("skipped: there is no uv on the PATH");
        }
        assumeTrue(found, "there is no uv on the PATH");
        environment.put("PATH", real);
        Python made = environments().of(flow);
        assertThat(made.packages()).containsExactly("brook==2.0", "rill==1.2");
        assertThat(output(made, "import brook; print(brook.version)")).isEqualTo("2.0");
    }

    @Test
    void no_python_is_said_with_what_was_looked_at() throws IOException {
        environment.put("PATH", folder.toString());
        troubled("HR-0202", () -> environments().of(flow), "no python3 on the PATH");
        fake("python3", "3.8.1");
        troubled("HR-0202", () -> environments().of(flow), "is Python 3.8.1, too old");
        fake("python3.12", "3.12.0");
        assertThat(environments().of(plain()).version()).isEqualTo("3.12.0");
        environment.put("HEADRACE_PYTHON", "/none/python");
        troubled("HR-0202", () -> environments().of(flow), "$HEADRACE_PYTHON (/none/python)");
        environment.put("HEADRACE_PYTHON", broken().toString());
        troubled("HR-0202", () -> environments().of(flow), "does not run: no such version");
    }

    private void fake(String name, String version) throws IOException {
        Path program = folder.resolve(name);
        Files.writeString(
                program,
                "#!/bin/sh\necho '" + program + "'\necho " + version + "\necho cpython-312 x\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Path broken() throws IOException {
        Path program = folder.resolve("broken");
        Files.writeString(program, "#!/bin/sh\necho no such version >&2\nexit 1\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void a_range_of_versions_chooses_among_the_pythons_of_the_path() throws IOException {
        fake("python3", "3.11.9");
        fake("python3.13", "3.13.2");
        environment.put("PATH", folder.toString());
        Path picky =
                Files.writeString(
                        folder.resolve("picky.py"),
                        "# /// script\n# requires-python = '>=3.14'\n# ///\n");
        troubled("HR-0203", () -> environments().of(picky), "python3 is Python 3.11.9", "3.13.2");
        Files.writeString(picky, "# /// script\n# requires-python = 'new'\n# ///\n");
        troubled("HR-0201", () -> environments().of(picky), "is no range");
        troubled("HR-0206", () -> environments().of(folder.resolve("none.py")));
    }

    @Test
    void a_cache_that_cannot_be_written_is_said_to_be_one() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var nowhere = new Environments(environment, file.resolve("cache"), said::add);
        troubled("HR-0205", () -> nowhere.of(flow));
        assertThat(nowhere.of(plain()).executable()).exists();
    }
}
