package dev.headrace.adapters.jdbc.sqlite;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own, mounted on a folder. Only root may. */
final class Tmpfs implements AutoCloseable {
    private final Path folder;

    private Tmpfs(Path folder) {
        this.folder = folder;
    }

    static Tmpfs mount(Path folder, String size) throws IOException {
        if (run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()) != 0) {
            System.out.println("skipped: only root can mount a small file system");
            abort("only root can mount a small file system");
        }
        return new Tmpfs(folder);
    }

    void resize(String size) throws IOException {
        remount("size=" + size);
    }

    void readOnly() throws IOException {
        remount("ro");
    }

    private void remount(String options) throws IOException {
        if (run("mount", "-o", "remount," + options, folder.toString()) != 0) {
            throw new IOException("cannot remount " + folder);
        }
    }

    @Override
    public void close() throws IOException {
        if (run("umount", folder.toString()) != 0) {
            throw new IOException("cannot unmount " + folder);
        }
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(List.of(command)).inheritIO().start().onExit().join().exitValue();
    }
}
