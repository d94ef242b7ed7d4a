package dev.headrace.adapters.local.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.adapters.local.files.Snapshots.Kept;
import dev.headrace.adapters.local.files.Snapshots.Module;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are named by what they hold. */
final class ContentFilesTest {
    private static final String HELLO =
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir Path folder;
    private Home home;

    @BeforeEach
    void make() {
        home = Home.at(folder.resolve("home")).make();
    }

    private Path artifact(String content) throws IOException {
        Path file =
                Files.createDirectories(home.artifacts().resolve("2c"))
                        .resolve(HELLO.substring("sha256:2c".length()));
        return Files.writeString(file, content);
    }

    private static void troubled(String code, Runnable doing) {
        assertThatThrownBy(doing::run)
                .isInstanceOfSatisfying(
                        Trouble.class, no -> assertThat(no.problem().code()).isEqualTo(code));
    }

    @Test
    void a_snapshot_stays_when_the_file_changes() throws IOException {
        Path train = Files.writeString(folder.resolve("train.py"), "hello");
        Path same = Files.writeString(folder.resolve("same.py"), "hello");
        var snapshots = new Snapshots(home);
        List<Kept> kept =
                snapshots.keep(List.of(new Module("train", train), new Module("same", same)));
        Files.writeString(train, "changed");
        assertThat(kept).extracting(Kept::digest).containsExactly(HELLO, HELLO);
        assertThat(kept.getFirst().copy()).hasContent("hello").hasParent(home.code().resolve("2c"));
        assertThat(snapshots.copy(HELLO)).isEqualTo(kept.getLast().copy());
        assertThat(snapshots.keep(List.of(new Module("train", train))).getFirst().digest())
                .isNotEqualTo(HELLO);
        assertThat(leftovers(home.code())).isEmpty();
    }

    private static List<Path> leftovers(Path under) throws IOException {
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
        }
    }

    @Test
    void code_that_is_not_there_is_named() {
        var snapshots = new Snapshots(home);
        troubled(
                "HR-0206",
                () -> snapshots.keep(List.of(new Module("none", folder.resolve("none.py")))));
        troubled("HR-0310", () -> snapshots.copy(HELLO));
        troubled("HR-0310", () -> snapshots.copy("../../etc/passwd"));
    }

    @Test
    void an_artifact_is_copied_and_removed() throws IOException {
        artifact("hello");
        var artifacts = new ArtifactFiles(home);
        assertThat(artifacts.has(HELLO)).isTrue();
        assertThat(artifacts.size(HELLO)).isEqualTo(5);
        assertThat(artifacts.all()).containsExactly(HELLO);
        var copy = new ByteArrayOutputStream();
        artifacts.copy(HELLO, copy);
        assertThat(copy.toString(UTF_8)).isEqualTo("hello");
        artifacts.remove(HELLO);
        assertThat(artifacts.has(HELLO)).isFalse();
        assertThat(artifacts.size(HELLO)).isZero();
    }

    @Test
    void an_artifact_that_is_lost_or_damaged_is_said_to_be() throws IOException {
        var artifacts = new ArtifactFiles(home);
        assertThat(artifacts.has(HELLO)).isFalse();
        assertThat(artifacts.has("sha256:../x")).isFalse();
        lost(artifacts);
        artifact("hellp");
        lost(artifacts);
        assertThatThrownBy(() -> artifacts.copy("sha256:../x", OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void lost(ArtifactFiles artifacts) {
        assertThatThrownBy(() -> artifacts.copy(HELLO, OutputStream.nullOutputStream()))
                .isInstanceOfSatisfying(
                        Trouble.class, no -> assertThat(no.problem().code()).isEqualTo("HR-0309"));
    }

    @Test
    void who_removes_artifacts_is_alone_with_them() {
        try (ArtifactUse _ = ArtifactUse.shared(home)) {
            assertThat(ArtifactUse.alone(home)).isEmpty();
        }
        try (ArtifactUse alone = ArtifactUse.alone(home).orElseThrow()) {
            assertThat(ArtifactUse.alone(home)).isEmpty();
            assertThat(alone).isNotNull();
        }
        assertThat(new ArtifactFiles(home).all()).isEmpty();
    }
}
