package dev.headrace.adapters.local.files;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The SHA-256 of a content, as it is written everywhere: {@code sha256:} and 64 hex digits. */
record Digest(String hex) {
    private static final String PREFIX = "sha256:";
    private static final int LENGTH = 64;
    private static final int SPLIT = 2;

    static Optional<Digest> parse(String text) {
        String hex = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
        return hex.length() == LENGTH
                        && hex.chars()
                                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
                ? Optional.of(new Digest(hex))
                : Optional.empty();
    }

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static Digest of(byte[] content) {
        return end(begin().digest(content));
    }

    static Digest end(byte[] digest) {
        return new Digest(HexFormat.of().formatHex(digest));
    }

    /** Of what content a file there is, by its place: the other way of {@link #in}. */
    static Optional<Digest> at(Path half, Path file) {
        return parse(PREFIX + half.getFileName() + file.getFileName());
    }

    /** Where the content of that digest lies in such a folder. */
    Path in(Path folder) {
        return folder.resolve(hex.substring(0, SPLIT)).resolve(hex.substring(SPLIT));
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
