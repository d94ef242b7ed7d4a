package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keeps a large result in the artifact store, under the digest of its content. */
final class ArtifactFile {
    private static final int PREVIEW_MAX = 120;

    private ArtifactFile() {}

    /** Writes it durably, unless it is there. Gives the {@code stored} form. */
    static String keep(Path artifacts, byte[] json, String type) throws IOException {
        String digest = digest(json);
        Path folder = artifacts.resolve(digest.substring(0, 2));
        Path target = folder.resolve(digest.substring(2));
        if (!Files.exists(target)) {
            Files.createDirectories(folder);
            write(json, artifacts, target);
            sync(folder);
            sync(artifacts);
        }
        String start = new String(json, 0, PREVIEW_MAX, StandardCharsets.UTF_8);
        return new Text()
                .open('{')
                .name("$")
                .text("stored")
                .name("type")
                .text(type)
                .name("encoding")
                .text("json")
                .name("size")
                .number(json.length)
                .name("digest")
                .text("sha256:" + digest)
                .name("preview")
                .text(start.substring(0, Math.min(start.length(), PREVIEW_MAX) - 1) + "…")
                .close('}')
                .toString();
    }

    private static void write(byte[] json, Path artifacts, Path target) throws IOException {
        Path fresh = Files.createTempFile(artifacts, ".new-", "");
        try {
            try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json);
                while (bytes.hasRemaining()) {
                    int _ = file.write(bytes);
                }
                file.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
