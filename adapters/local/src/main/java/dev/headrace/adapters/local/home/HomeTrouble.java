package dev.headrace.adapters.local.home;

import dev.headrace.spec.flow.Problem;
import dev.headrace.spi.store.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What can be wrong with a home and with the store in it, in the user's words. */
public final class HomeTrouble {
    private HomeTrouble() {}

    /** What the system said about a folder or file of the store. */
    public static Trouble cannotMake(Path folder, IOException cause) {
        Path wanted =
                cause instanceof FileAlreadyExistsException taken
                        ? Path.of(taken.getFile())
                        : folder;
        Optional<Path> file = nearest(wanted).filter(near -> !Files.isDirectory(near));
        if (file.isPresent()) {
            return Trouble.with(
                    Problem.at(folder.toString(), "HR-0302", "the store needs a folder here")
                            .because(file.get() + " is a file")
                            .mend("move the file away, or set $HEADRACE_HOME to another folder"),
                    cause);
        }
        String why = String.valueOf(cause.getMessage());
        if (why.contains("No space left") || why.contains("quota")) {
            return full(folder, why, cause);
        }
        if (cause instanceof AccessDeniedException || why.contains("Read-only")) {
            return Trouble.with(readOnlyProblem(folder), cause);
        }
        return Trouble.with(
                Problem.at(folder.toString(), "HR-0308", "the store cannot be used").because(why),
                cause);
    }

    private static Optional<Path> nearest(Path folder) {
        Path near = folder;
        while (near != null && !Files.exists(near)) {
            near = near.getParent();
        }
        return Optional.ofNullable(near);
    }

    static Trouble readOnly(Path folder) {
        return Trouble.with(readOnlyProblem(folder));
    }

    private static Problem readOnlyProblem(Path folder) {
        return Problem.at(folder.toString(), "HR-0301", "the store may not be written")
                .because(
                        isReadOnly(nearest(folder))
                                ? "its file system is mounted read-only"
                                : "the folder belongs to another user, or its mode forbids it")
                .mend("set $HEADRACE_HOME to a folder that you may write");
    }

    private static boolean isReadOnly(Optional<Path> folder) {
        try {
            return folder.isPresent() && Files.getFileStore(folder.get()).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Trouble full(Path folder, String why, Throwable cause) {
        return Trouble.with(
                Problem.at(folder.toString(), "HR-0304", "the store has no room")
                        .because(why)
                        .mend(
                                "make room on that disk (runs that are not needed: headrace rm"
                                        + " RUN); nothing was half-written"),
                cause);
    }

    /** What the store said, for the user. */
    public static Trouble of(Home home, StoreException cause) {
        String place = home.database().toString();
        String why = String.valueOf(cause.getMessage());
        return switch (cause.trouble()) {
            case FULL -> full(home.root(), why, cause);
            case READ_ONLY -> Trouble.with(readOnlyProblem(home.root()).because(why), cause);
            case CORRUPT ->
                    Trouble.with(
                            Problem.at(place, "HR-0305", "the store is damaged; it was not touched")
                                    .because(why)
                                    .mend("put a copy of it back, or move it away to begin anew"),
                            cause);
            case NEWER ->
                    Trouble.with(
                            Problem.at(
                                            place,
                                            "HR-0306",
                                            "the store was written by a newer Headrace")
                                    .because(why)
                                    .mend("use that version, or another $HEADRACE_HOME"),
                            cause);
            case PASSING ->
                    Trouble.with(
                            Problem.at(place, "HR-0307", "the store is busy")
                                    .because(why)
                                    .mend("try again"),
                            cause);
            case BROKEN ->
                    Trouble.with(
                            Problem.at(place, "HR-0308", "the store cannot be used").because(why),
                            cause);
        };
    }
}
