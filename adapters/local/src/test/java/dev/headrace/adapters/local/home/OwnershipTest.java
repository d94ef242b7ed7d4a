package dev.headrace.adapters.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lives, and who is woken. */
final class OwnershipTest {
    @TempDir Path folder;
    private Home home;

    @BeforeEach
    void make() {
        home = Home.at(folder.resolve("home")).make();
    }

    private Ownership claim(String id) {
        return Ownership.claim(home, id, Optional.empty());
    }

    @Test
    void an_owner_is_alive_until_it_closes() {
        assertThat(Ownership.alive(home, "one")).isFalse();
        try (var one = claim("one")) {
            assertThat(Ownership.alive(home, "one")).isTrue();
            assertThat(Ownership.alive(home, "two")).isFalse();
            assertThat(Ownership.owner(home, "one")).contains(one.owner());
            assertThat(one.owner().pid()).isEqualTo(ProcessHandle.current().pid());
        }
        assertThat(Ownership.alive(home, "one")).isFalse();
        assertThat(Ownership.owner(home, "one")).isEmpty();
    }

    @Test
    void a_name_is_claimed_once() {
        try (var _ = claim("one")) {
            assertThatThrownBy(() -> claim("one")).isInstanceOf(IllegalStateException.class);
            assertThat(Ownership.alive(home, "one")).isTrue();
        }
        claim("one").close();
    }

    @Test
    void an_owner_in_another_process_is_seen_heard_of_and_gone_when_it_is_killed()
            throws IOException {
        Process other = start();
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            assertThat(Ownership.alive(home, "other")).isTrue();
            Owner owner = Ownership.owner(home, "other").orElseThrow();
            assertThat(owner.pid()).isEqualTo(other.pid());
            assertThat(owner.started()).isEqualTo(other.info().startInstant().orElseThrow());
            assertThat(owner.host()).isNotEmpty();
            assertThatThrownBy(() -> claim("other")).isInstanceOf(IllegalStateException.class);
            assertThat(Doorbell.ring(home, "other")).isTrue();
            assertThat(said.readLine()).isEqualTo("heard");
            claim("sweeper").close();
            assertThat(Ownership.alive(home, "other")).isTrue();

            other.destroyForcibly().onExit().join();
            assertThat(Ownership.alive(home, "other")).isFalse();
            assertThat(Doorbell.ring(home, "other")).isFalse();
            Path socket = owner.doorbell().orElseThrow();
            assertThat(socket).exists();
            claim("sweeper").close();
            assertThat(home.owners()).isEmptyDirectory();
            assertThat(socket.getParent()).doesNotExist();
        } finally {
            other.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        home.root().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Owns until it is killed, and says when it hears the bell. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            var home = Home.at(Path.of(args[0]));
            try (var bell = Doorbell.listen(Map.of(), () -> System.out.println("heard"));
                    var _ = Ownership.claim(home, "other", Optional.of(bell.path()))) {
                System.out.println("ready");
                // ends with the test that started it, whatever becomes of that
                assertThat(System.in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void the_bell_is_heard_as_often_as_it_is_rung_and_is_gone_when_closed() throws Exception {
        var heard = new SynchronousQueue<String>();
        Path socket;
        try (var bell = Doorbell.listen(Map.of(), () -> put(heard));
                var _ = Ownership.claim(home, "one", Optional.of(bell.path()))) {
            socket = bell.path();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
            for (int n = 0; n < 3; n++) {
                assertThat(Doorbell.ring(home, "one")).isTrue();
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("heard");
            }
            assertThat(Doorbell.ring(home, "two")).isFalse();
        }
        assertThat(socket.getParent()).doesNotExist();
    }

    private static void put(SynchronousQueue<String> heard) {
        try {
            heard.put("heard");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_long_path_for_sockets_is_not_taken() throws IOException {
        Path runtime = Files.createDirectories(folder.resolve("r".repeat(80)));
        try (var bell = Doorbell.listen(Map.of("XDG_RUNTIME_DIR", runtime.toString()), () -> {})) {
            assertThat(bell.path().startsWith("/tmp")).isTrue();
        }
    }

    @Test
    void a_file_that_no_owner_wrote_is_no_owner() throws IOException {
        Files.writeString(home.owners().resolve("odd"), "{\"pid\": \"x");
        assertThat(Ownership.alive(home, "odd")).isFalse();
        assertThat(Ownership.owner(home, "odd")).isEmpty();
        claim("sweeper").close();
        assertThat(home.owners()).isEmptyDirectory();
    }
}
