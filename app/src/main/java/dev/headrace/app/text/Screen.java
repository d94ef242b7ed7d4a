package dev.headrace.app.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The screen that this process has, if any. */
final class Screen {
    private static final int NARROWEST = 20;

    private Screen() {}

    /** Its columns: {@code $COLUMNS}, else what {@code stty} says, else the usual. */
    static int width(Map<String, String> environment) {
        int said = number(environment.getOrDefault("COLUMNS", ""));
        return said > 0 ? Math.max(said, NARROWEST) : asked();
    }

    private static int asked() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String size = new String(stty.getInputStream().readAllBytes(), UTF_8).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            int columns = number(size.substring(size.indexOf(' ') + 1));
            return columns > 0 ? Math.max(columns, NARROWEST) : Terminal.WIDTH;
        } catch (IOException e) {
            return Terminal.WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Terminal.WIDTH;
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
