package dev.headrace.adapters.local.files;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.adapters.local.home.HomeTrouble;
import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The values that tasks have left as files. */
public final class ArtifactFiles {
    private static final int BUFFER = 1 << 18;

    private final Path folder;

    public ArtifactFiles(Home home) {
        folder = home.artifacts();
    }

    public boolean has(String digest) {
        return Digest.parse(digest).map(known -> Files.exists(known.in(folder))).orElse(false);
    }

    /** The content; the caller closes it. */
    public InputStream open(String digest) {
        Digest known = known(digest);
        try {
            return Files.newInputStream(known.in(folder));
        } catch (NoSuchFileException gone) {
            throw lost(known);
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(known.in(folder), trouble);
        }
    }

    /** Copies it there; the file appears whole, and only if it is what the digest says. */
    public void copyTo(String digest, Path file) {
        Digest known = known(digest);
        try (InputStream in = open(digest);
                var copy = new PrivateFile(file);
                OutputStream out = copy.content()) {
            if (!copied(in, out).equals(known)) {
                throw damaged(known);
            }
            copy.takePlace();
        } catch (IOException trouble) {
            throw Trouble.with(
                    Problem.at(file.toString(), "HR-0311", "the file cannot be written")
                            .because(String.valueOf(trouble))
                            .mend("name a file in a folder that is there and may be written"),
                    trouble);
        }
    }

    private static Digest copied(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = Digest.begin();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
        }
        return Digest.end(digest.digest());
    }

    private Digest known(String digest) {
        return Digest.parse(digest)
                .orElseThrow(() -> new IllegalArgumentException("no digest of ours: " + digest));
    }

    private Trouble lost(Digest digest) {
        return Trouble.with(
                Problem.at(digest.in(folder).toString(), "HR-0309", "an artifact is lost")
                        .because("the file of " + digest + " is not there")
                        .mend("run its flow again, or put a copy of the store back"));
    }

    private Trouble damaged(Digest digest) {
        return Trouble.with(
                Problem.at(digest.in(folder).toString(), "HR-0309", "an artifact is damaged")
                        .because("its content is not that of " + digest)
                        .mend("run its flow again, or put a copy of the store back"));
    }
}
