package dev.headrace.adapters.local.files;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.HomeTrouble;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Copies of the code that a run was started with, so that it goes on with the same. */
public final class Snapshots {
    private final Path folder;

    public Snapshots(Home home) {
        folder = home.code();
    }

    /** A file of the user's code, and the name by which Python imports it. */
    public record Module(String name, Path path) {}

    /**
     * A module that is kept.
     *
     * @param copy where its content lies, now and whatever becomes of the original
     */
    public record Kept(String name, Path path, String digest, Path copy) {}

    /** Keeps what these files hold at this moment; each is read once. */
    public List<Kept> keep(List<Module> modules) {
        var kept = new ArrayList<Kept>();
        for (Module module : modules) {
            byte[] content = read(module.path());
            Digest digest = Digest.of(content);
            Path copy = digest.in(folder);
            write(copy, content);
            kept.add(new Kept(module.name(), module.path(), digest.toString(), copy));
        }
        return List.copyOf(kept);
    }

    /** Where the copy of that digest lies; it must be there. */
    public Path copy(String digest) {
        Path copy =
                Digest.parse(digest)
                        .map(known -> known.in(folder))
                        .filter(Files::exists)
                        .orElseThrow(() ->
                                Trouble.with(
                                        Problem.at(
                                                        folder.toString(),
                                                        "HR-0310",
                                                        "the code of the run is not there")
                                                .because("no copy of " + digest)
                                                .mend(
                                                        "put a copy of the store back, or"
                                                                + " start a new run")));
        return copy;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException trouble) {
            throw Trouble.input(
                    Problem.at(file.toString(), "HR-0206", "the file of code cannot be read")
                            .because(String.valueOf(trouble))
                            .mend("give the path of a file that you may read"));
        }
    }

    private static void write(Path copy, byte[] content) {
        if (Files.exists(copy)) {
            return;
        }
        try {
            Files.createDirectories(copy.resolveSibling(""));
            try (var file = new PrivateFile(copy);
                    OutputStream out = file.content()) {
                out.write(content);
                file.takePlace();
            }
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(copy, trouble);
        }
    }
}
