package dev.headrace.codec.flow;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import java.util.Optional;

/** A whole number within bounds. */
record NumberShape(long least, long most) implements Shape<Long> {
    @Override
    public Json write(Long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(value + " is not within " + least + ".." + most);
        }
        return JsonNumber.of(value);
    }

    @Override
    public Long read(Json json, String at) {
        Optional<Long> number =
                json instanceof JsonNumber written ? written.toLong() : Optional.empty();
        return number.filter(n -> n >= least && n <= most)
                .orElseThrow(() ->
                        Complaint.shape(
                                at,
                                json instanceof JsonNumber
                                        ? "this is " + json.compact()
                                        : "this is " + Words.of(json),
                                "a whole number within " + least + ".." + most));
    }

    @Override
    public Json schema(Definitions definitions) {
        return JsonObject.EMPTY
                .with("type", "integer")
                .with("minimum", least)
                .with("maximum", most);
    }
}
