package dev.headrace.app.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Where texts go: the result to {@code out}, everything else to {@code err}.
 *
 * @param outIsScreen whether somebody looks at {@code out}
 * @param errIsScreen whether somebody looks at {@code err}, and its cursor can be moved
 * @param colours whether colours are wished on screens
 * @param width of a screen, asked for each time: it may change
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        boolean outIsScreen,
        boolean errIsScreen,
        boolean colours,
        IntSupplier width,
        ZoneId zone) {
    /** Columns where nobody says. */
    public static final int WIDTH = 80;

    /** That of this process. */
    public static Terminal own(Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean automatic = !environment.getOrDefault("CI", "").isEmpty();
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                isScreen(1),
                isScreen(2) && !dumb && !automatic,
                environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb,
                () -> Screen.width(environment),
                ZoneId.systemDefault());
    }

    /** Written at once, line by line: standard output is flushed at the end. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, UTF_8);
    }

    private static boolean isScreen(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return file.startsWith("/dev/pts/")
                    || file.startsWith("/dev/tty")
                    || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** Columns for what goes to {@code out}: as many as it likes, where nobody looks. */
    public int columns() {
        return outIsScreen ? width.getAsInt() : Integer.MAX_VALUE;
    }

    public boolean outIsColoured() {
        return outIsScreen && colours;
    }

    public boolean errIsColoured() {
        return errIsScreen && colours;
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
