package dev.headrace.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.adapters.jdbc.sqlite.SqliteStore;
import dev.headrace.adapters.local.home.Home;
import dev.headrace.app.story.Story;
import dev.headrace.app.text.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Gives commands, in this process, over a store of its own. */
final class Shell {
    static final Instant NOW = Story.BEGIN.plusSeconds(2);

    private final Home home;

    Shell(Path folder) {
        home = Home.at(folder.resolve("home")).make();
    }

    /** What a command left. */
    record Answer(int status, String out, String err) {}

    Home home() {
        return home;
    }

    void keep(Story story) {
        try (SqliteStore store = SqliteStore.open(home.database())) {
            story.writeTo(store);
        }
        home.open(story.state().head().run());
    }

    Answer given(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false,
                        false,
                        () -> 80,
                        ZoneOffset.UTC);
        var here =
                new Surroundings(
                        terminal,
                        Map.of(Home.VARIABLE, home.root().toString(), "USER", "ada"),
                        Path.of("/flows"),
                        Clock.fixed(NOW, ZoneOffset.UTC));
        int status =
                new Commands(
                                List.of(
                                        new Runs(),
                                        new Show(),
                                        new Logs(),
                                        new Why(),
                                        new Artifacts(),
                                        new Get(),
                                        new Cancel(),
                                        new Remove()))
                        .run(words, here);
        return new Answer(status, text(out), text(err));
    }

    private String text(ByteArrayOutputStream bytes) {
        return bytes.toString(UTF_8).replace(home.root().toString(), "HOME");
    }
}
