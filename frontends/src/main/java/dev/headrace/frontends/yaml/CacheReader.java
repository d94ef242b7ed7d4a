package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.CachePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads {@code cache:}, and says what the code of a task is: of a function the files that it
 * imports, of a program its words, its environment, and the files of the flow's folder that its
 * words name.
 */
final class CacheReader {
    /** What a word may be cut out of: quotes, separators and signs of the shell. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s\"'`;|&<>(){}=,:$]+");

    private static final int WORD_MAX = 500;
    private static final long FILE_MAX = 64L << 20;

    private final PythonFiles files;

    CacheReader(PythonFiles files) {
        this.files = files;
    }

    Optional<CachePolicy> policy(Members members, Action action) {
        Optional<Yaml> yaml = members.get(Key.CACHE);
        if (yaml.isEmpty()) {
            return Optional.empty();
        }
        return switch (yaml.get()) {
            case YamlScalar scalar when scalar.value() instanceof JsonBool(boolean on) ->
                    on
                            ? Optional.of(policy(scalar, Optional.empty(), "", Set.of(), action))
                            : Optional.empty();
            case YamlScalar scalar
                    when !scalar.isEmpty() && !(scalar.value() instanceof JsonNull) ->
                    Optional.of(
                            policy(
                                    scalar,
                                    Optional.of(Scalars.duration(scalar)),
                                    "",
                                    Set.of(),
                                    action));
            case YamlMap map -> Optional.of(mapping(map, action));
            case YamlScalar _, YamlList _ ->
                    throw Complaint.wanted(
                            yaml.get(), "true, how old a result may be, or a mapping with expiry");
        };
    }

    private CachePolicy mapping(YamlMap map, Action action) {
        Members members = new Members(map, Kind.CACHE_POLICY);
        return policy(
                map,
                members.get(Key.EXPIRY).map(Scalars::duration),
                members.get(Key.SALT, yaml -> Scalars.written(yaml, "a text"), ""),
                members.get(
                        Key.IGNORE,
                        yaml -> new TreeSet<>(Scalars.writtenList(yaml, "names of inputs")),
                        new TreeSet<>()),
                action);
    }

    private CachePolicy policy(
            Yaml at, Optional<Duration> expiry, String salt, Set<String> ignore, Action action) {
        if (expiry.filter(Duration::isZero).isPresent()) {
            throw Complaint.limit(
                    at.place(), "a result that expires at once is never taken: cache: false");
        }
        return Complaint.placed(
                at.place(), () -> new CachePolicy(expiry, salt, ignore, code(action)));
    }

    private String code(Action action) {
        return switch (action) {
            case Action.Python(String file, String function) ->
                    Digest.sha256(function + " " + files.digest(file));
            case Action.Program program -> Digest.sha256(program(program));
        };
    }

    private String program(Action.Program program) {
        JsonObject env = JsonObject.EMPTY;
        for (var variable : program.env().entrySet()) {
            env = env.with(variable.getKey(), variable.getValue());
        }
        List<Json> named = new ArrayList<>();
        for (String word : words(program)) {
            content(word).ifPresent(digest -> named.add(JsonList.ofTexts(List.of(word, digest))));
        }
        return JsonObject.EMPTY
                .with("argv", JsonList.ofTexts(program.argv()))
                .with("env", env)
                .with("files", new JsonList(named))
                .canonical();
    }

    private static Set<String> words(Action.Program program) {
        Set<String> words = new TreeSet<>();
        for (String argument : program.argv()) {
            words.add(argument);
            words.addAll(List.of(BETWEEN.split(argument)));
        }
        words.removeIf(word -> word.isEmpty() || word.length() > WORD_MAX);
        return words;
    }

    /** The digest of the file that a word names, if it names one of the flow's folder. */
    private Optional<String> content(String word) {
        try {
            Path file = files.folder().resolve(word).normalize();
            if (!file.startsWith(files.folder().normalize())
                    || !Files.isRegularFile(file)
                    || Files.size(file) > FILE_MAX) {
                return Optional.empty();
            }
            return Optional.of(Digest.sha256(Files.readAllBytes(file)));
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
