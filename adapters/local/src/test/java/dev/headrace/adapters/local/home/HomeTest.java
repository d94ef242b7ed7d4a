package dev.headrace.adapters.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a store lies. */
final class HomeTest {
    @TempDir Path folder;

    private Map<String, String> user() {
        return Map.of("HOME", folder.resolve("user").toString());
    }

    private static void troubled(String code, Runnable doing) {
        assertThatThrownBy(doing::run)
                .isInstanceOfSatisfying(
                        Trouble.class,
                        no -> {
                            assertThat(no.problem().code()).as(no.getMessage()).isEqualTo(code);
                            assertThat(no.status()).isEqualTo(3);
                            assertThat(no.problem().mend()).isNotEmpty();
                        });
    }

    @Test
    void the_variable_counts_most() throws IOException {
        Files.createDirectories(folder.resolve(".headrace"));
        Path told = folder.resolve("told");
        assertThat(Home.find(folder, Map.of("HEADRACE_HOME", told.toString())).root())
                .isEqualTo(told);
        assertThat(Home.find(folder, Map.of("HEADRACE_HOME", "")).root())
                .isEqualTo(folder.resolve(".headrace"));
        assertThat(told).doesNotExist();
    }

    @Test
    void the_nearest_folder_with_a_mark_above_the_flow_file_holds_the_store() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("project/src/flows"));
        Path file = Files.createFile(inner.resolve("train.py"));
        Files.createDirectories(folder.resolve(".git"));
        assertThat(Home.find(file, user()).root()).isEqualTo(folder.resolve(".headrace"));
        Files.createFile(folder.resolve("project/pyproject.toml"));
        assertThat(Home.find(file, user()).root()).isEqualTo(folder.resolve("project/.headrace"));
        Files.createDirectory(inner.resolve(".headrace"));
        assertThat(Home.find(file, user()).root()).isEqualTo(inner.resolve(".headrace"));
        assertThat(Home.find(inner, user()).root()).isEqualTo(inner.resolve(".headrace"));
        assertThat(Home.find(inner.resolve("none.py"), user()).root())
                .isEqualTo(inner.resolve(".headrace"));
    }

    @Test
    void else_the_users_own_folder_holds_it_and_without_one_we_say_so() {
        Path nowhere = Path.of("/proc/self/fd");
        assertThat(Home.find(nowhere, user()).root())
                .isEqualTo(folder.resolve("user/.local/share/headrace"));
        troubled("HR-0301", () -> Home.find(nowhere, Map.of()));
    }

    @Test
    void a_home_is_made_with_its_folders_for_the_user_alone_and_ignores_itself()
            throws IOException {
        var home = Home.at(folder.resolve("a/b/.headrace")).make();
        home.make();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())))
                .isEqualTo("rwx------");
        assertThat(home.root().resolve(".gitignore")).hasContent("*\n");
        assertThat(home.artifacts()).isDirectory();
        assertThat(home.code()).isDirectory();
        assertThat(home.owners()).isDirectory();
        assertThat(home.hasStore()).isFalse();
    }

    @Test
    void a_run_has_folders_that_go_with_it() throws IOException {
        var home = Home.at(folder.resolve("home")).make();
        var run = new RunId("run00001");
        home.open(run);
        home.open(run);
        Files.writeString(home.log(run).resolve("runner-1.log"), "hello");
        assertThat(home.attempts(run)).isDirectory();
        home.forget(run);
        home.forget(run);
        assertThat(home.run(run)).doesNotExist();
        assertThat(home.root()).isDirectory();
    }

    @Test
    void a_file_in_its_place_is_named() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        troubled("HR-0302", () -> Home.at(file).make());
        troubled("HR-0302", () -> Home.at(file.resolve("home")).make());
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createFile(home.resolve("runs"));
        troubled("HR-0302", () -> Home.at(home).make());
    }

    @Test
    void network_file_systems_are_refused_by_name() {
        for (String type : List.of("nfs4", "CIFS", "smb3", "fuse.sshfs", "9p")) {
            assertThatThrownBy(() -> NetworkFolder.refuse(folder, type))
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining("HR-0303")
                    .hasMessageContaining(type);
        }
        for (String type :
                List.of("ext4", "tmpfs", "fuse.fuse-overlayfs", "xfs", "btrfs", "overlay", "zfs")) {
            assertThatCode(() -> NetworkFolder.refuse(folder, type)).doesNotThrowAnyException();
        }
    }

    @Test
    void a_read_only_medium_is_said_to_be_one_and_can_be_read() throws IOException {
        mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
        try {
            var home = Home.at(folder.resolve("home")).make();
            mount("-o", "remount,ro", folder.toString());
            troubled("HR-0301", home::make);
            troubled("HR-0301", () -> Home.at(folder.resolve("other")).make());
            assertThat(Ownership.alive(home, "nobody")).isFalse();
        } finally {
            run("umount", folder.toString());
        }
    }

    @Test
    void a_full_disk_is_said_to_be_one() throws IOException {
        mount("-t", "tmpfs", "-o", "size=4k,nr_inodes=3", "tmpfs", folder.toString());
        try {
            troubled("HR-0304", () -> Home.at(folder.resolve("home")).make());
        } finally {
            run("umount", folder.toString());
        }
    }

    private static void mount(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        if (run(command.toArray(String[]::new)) != 0) {
            System.out.println("skipped: only root can mount a small file system");
            abort("only root can mount a small file system");
        }
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
    }

    @Test
    void whatever_the_store_says_has_a_code_of_its_own() {
        var home = Home.at(folder);
        var codes =
                List.of(StoreException.Trouble.values()).stream()
                        .map(kind -> HomeTrouble.of(home, new StoreException(kind, "why")))
                        .map(trouble -> trouble.problem().code())
                        .toList();
        assertThat(codes)
                .containsExactly("HR-0307", "HR-0304", "HR-0301", "HR-0305", "HR-0306", "HR-0308");
    }
}
