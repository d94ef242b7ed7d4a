package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a program leaves: its exit status, and as its result the JSON that it wrote to the file
 * {@code $HEADRACE_OUTPUT}, if it did.
 */
final class ProgramResult {
    /** Bytes of a result. */
    static final int OUTPUT_MAX = 64 << 20;

    /** Bytes of a result that is not stored as a file. */
    static final int INLINE_MAX = 4_096;

    private final Path file;
    private final Path artifacts;

    ProgramResult(Path file, Path artifacts) {
        this.file = file;
        this.artifacts = artifacts;
    }

    /** Where the program writes. */
    Path file() {
        return file;
    }

    Outcome outcome(long status, String lastLine) {
        if (status != 0) {
            return new Outcome.Failed(
                    Failure.of(
                            Failure.Kind.USER,
                            "exit " + status,
                            lastLine.isEmpty() ? "it ended with exit status " + status : lastLine));
        }
        try {
            if (!Files.exists(file)) {
                return new Outcome.Succeeded(Value.NULL);
            }
            if (Files.size(file) > OUTPUT_MAX) {
                return unkept("has over " + OUTPUT_MAX + " bytes");
            }
            byte[] written = Files.readAllBytes(file);
            return isBlank(written)
                    ? new Outcome.Succeeded(Value.NULL)
                    : new Outcome.Succeeded(kept(PlainJson.value(written)));
        } catch (PlainJson.Broken e) {
            return unkept("is no JSON: " + e.getMessage());
        } catch (IOException e) {
            return new Outcome.Failed(
                    Failure.of(
                            Failure.Kind.STORE,
                            "StoreRefused",
                            "the result cannot be kept: " + e.getMessage()));
        }
    }

    private Value kept(PlainJson.Read read) throws IOException {
        byte[] bytes = read.json().getBytes(StandardCharsets.UTF_8);
        return bytes.length <= INLINE_MAX
                ? new Value(read.json())
                : new Value(ArtifactFile.keep(artifacts, bytes, read.type()));
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static Outcome unkept(String why) {
        return new Outcome.Failed(
                Failure.of(
                        Failure.Kind.VALUE,
                        "BadOutput",
                        "what it wrote to $HEADRACE_OUTPUT " + why));
    }

    void drop() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it lies in the run's folder and goes with that
        }
    }
}
