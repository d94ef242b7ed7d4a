package dev.headrace.adapters.local.home;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A controller as its file in {@code owners/} names it.
 *
 * @param id by which runs name it
 * @param started when its process began
 * @param doorbell the socket that wakes it
 */
public record Owner(String id, long pid, Instant started, String host, Optional<Path> doorbell) {
    private static final JsonFactory JSON = new JsonFactory();

    byte[] json() {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            json.writeNumberProperty("pid", pid);
            json.writeStringProperty("started", started.toString());
            json.writeStringProperty("host", host);
            if (doorbell.isPresent()) {
                json.writeStringProperty("doorbell", doorbell.get().toString());
            }
            json.writeEndObject();
        }
        return text.toString().getBytes(UTF_8);
    }

    /** Empty when this is not what an owner wrote. */
    static Optional<Owner> read(String id, byte[] content) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), content)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                values.put(name, json.getString());
            }
            return Optional.of(
                    new Owner(
                            id,
                            Long.parseLong(values.getOrDefault("pid", "")),
                            Instant.parse(values.getOrDefault("started", "")),
                            values.getOrDefault("host", ""),
                            Optional.ofNullable(values.get("doorbell")).map(Path::of)));
        } catch (JacksonException | IllegalArgumentException | DateTimeException broken) {
            return Optional.empty();
        }
    }
}
