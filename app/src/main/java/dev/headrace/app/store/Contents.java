package dev.headrace.app.store;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content-addressed files of a home.
 *
 * @param folder of all of them
 */
public record Contents(Path folder) {
    public static Contents of(Home home) {
        return new Contents(home.artifacts());
    }

    /** Where the content of this digest lies, or would. */
    public Path file(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return folder.resolve(hex.substring(0, 2)).resolve(hex.substring(2));
    }

    /** Copies it, and refuses what is not what its digest says. */
    public void copy(String digest, OutputStream to) {
        Path file = file(digest);
        try (InputStream in = Files.newInputStream(file)) {
            var summed = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            summed.transferTo(to);
            String found = HexFormat.of().formatHex(summed.getMessageDigest().digest());
            if (!digest.endsWith(found)) {
                throw damaged(digest, file, "its content has the digest sha256:" + found);
            }
        } catch (NoSuchFileException gone) {
            throw damaged(digest, file, "the file is not there");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static Trouble damaged(String digest, Path file, String why) {
        return Trouble.with(
                Problem.at(file.toString(), "HR-0410", "the artifact " + digest + " is damaged")
                        .because(why)
                        .mend("run the task again that made it, or put the file back"));
    }

    /** Removes it; whether it was there. */
    public boolean remove(String digest) {
        try {
            return Files.deleteIfExists(file(digest));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    public boolean has(String digest) {
        return Files.exists(file(digest));
    }

    public long size(String digest) {
        try {
            return Files.size(file(digest));
        } catch (IOException gone) {
            return 0;
        }
    }

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
