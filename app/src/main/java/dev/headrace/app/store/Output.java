package dev.headrace.app.store;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a command puts what it was asked for. */
public final class Output {
    private Output() {}

    /** What writes into a file that is there whole or not at all. */
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Writes it to a stream that stays open. */
    public static void pass(Writing writing, OutputStream out) {
        try {
            writing.to(out);
            out.flush();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** Makes a file under a private name first; an existing one stays unless it may go. */
    public static void write(Path target, boolean force, Writing writing) {
        if (!force && Files.exists(target)) {
            throw exists(target);
        }
        Path absolute = target.toAbsolutePath();
        Path fresh =
                absolute.resolveSibling(
                        "." + absolute.getFileName() + "." + ProcessHandle.current().pid());
        try {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                writing.to(out);
            }
            if (force) {
                Files.move(
                        fresh,
                        absolute,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(fresh, absolute);
            }
        } catch (FileAlreadyExistsException taken) {
            throw exists(target);
        } catch (IOException trouble) {
            throw Trouble.with(
                    Problem.at(target.toString(), "HR-0409", "the file cannot be written")
                            .because(
                                    trouble.getClass().getSimpleName()
                                            + ": "
                                            + trouble.getMessage())
                            .mend("choose another place with -o"),
                    trouble);
        } finally {
            forget(fresh);
        }
    }

    private static void forget(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException left) {
            // An error on the way to it was said already.
            return;
        }
    }

    private static Trouble exists(Path target) {
        return Trouble.input(
                Problem.at(target.toString(), "HR-0408", "there is such a file already")
                        .because("nothing is overwritten unasked")
                        .mend("choose another name with -o, or say --force"));
    }
}
