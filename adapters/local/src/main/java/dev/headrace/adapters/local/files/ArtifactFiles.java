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
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The values that tasks have left as files. */
public final class ArtifactFiles {
    private static final int BUFFER = 1 << 18;

    /** How the names begin under which the SDK writes. */
    private static final String UNFINISHED = ".new-";

    private final Path folder;

    public ArtifactFiles(Home home) {
        folder = home.artifacts();
    }

    public boolean has(String digest) {
        return Digest.parse(digest).map(known -> Files.exists(known.in(folder))).orElse(false);
    }

    /** The digests of all. */
    public NavigableSet<String> all() {
        NavigableSet<String> all = new TreeSet<>();
        for (Path half : entries(folder)) {
            if (Files.isDirectory(half)) {
                entries(half)
                        .forEach(file ->
                                Digest.at(half, file)
                                        .ifPresent(digest -> all.add(digest.toString())));
            }
        }
        return all;
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(folder, trouble);
        }
    }

    /** Removes what writers that were killed have left unfinished. Nobody else may be at it. */
    public void removeUnfinished() {
        for (Path file : entries(folder)) {
            if (file.getFileName().toString().startsWith(UNFINISHED)) {
                remove(file);
            }
        }
    }

    /** Its bytes; none if it is not there. */
    public long size(String digest) {
        try {
            return Files.size(known(digest).in(folder));
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Its bytes, if it is there, is no longer than this, and is what its digest says. */
    public Optional<byte[]> read(String digest, int longest) {
        Optional<Digest> known = Digest.parse(digest);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(known.get().in(folder))) {
            byte[] content = in.readNBytes(longest + 1);
            return content.length <= longest && Digest.of(content).equals(known.get())
                    ? Optional.of(content)
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Copies it, and refuses what is not what its digest says. */
    public void copy(String digest, OutputStream to) throws IOException {
        Digest known = known(digest);
        Digest found;
        try (InputStream in = open(known)) {
            found = copied(in, to);
        }
        if (!found.equals(known)) {
            throw damaged(known, "its content has the digest " + found);
        }
    }

    private InputStream open(Digest known) {
        Path file = known.in(folder);
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException gone) {
            throw damaged(known, "the file is not there");
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(file, trouble);
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

    /** Removes it, if it is there. */
    public void remove(String digest) {
        remove(known(digest).in(folder));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(file, trouble);
        }
    }

    private static Digest known(String digest) {
        return Digest.parse(digest)
                .orElseThrow(() -> new IllegalArgumentException("no digest of ours: " + digest));
    }

    private Trouble damaged(Digest digest, String why) {
        return Trouble.with(
                Problem.at(
                                digest.in(folder).toString(),
                                "HR-0309",
                                "the artifact " + digest + " is lost or damaged")
                        .because(why)
                        .mend("run the flow again that made it, or put the file back"));
    }
}
