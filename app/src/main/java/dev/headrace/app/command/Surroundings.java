package dev.headrace.app.command;

import dev.headrace.adapters.local.home.Home;
import dev.headrace.app.text.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a command is given.
 *
 * @param folder the current one
 */
public record Surroundings(
        Terminal terminal, Map<String, String> environment, Path folder, Clock clock) {
    public Surroundings {
        environment = Map.copyOf(new TreeMap<>(environment));
        folder = folder.toAbsolutePath().normalize();
    }

    /** The store that this command line means: what {@code --home} says, else the one from here. */
    public Home home(Given given) {
        return given.value("--home")
                .map(text -> Home.at(folder.resolve(text)))
                .orElseGet(() -> Home.find(folder, environment));
    }

    public Instant now() {
        return clock.instant();
    }
}
