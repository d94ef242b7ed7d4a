package dev.headrace.runtime.view;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Failure.Frame;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Failures in documents.
 *
 * @param encoded in the form of the runner link, with the exception itself and what led to it
 */
record FailureView(boolean encoded) {
    /** What went wrong, or null. */
    Json of(Optional<Outcome> outcome) {
        return outcome.flatMap(FailureView::failure).<Json>map(this::of).orElse(JsonNull.NULL);
    }

    private static Optional<Failure> failure(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(Failure failure) -> Optional.of(failure);
            case Outcome.Lost(String why) ->
                    Optional.of(Failure.of(Failure.Kind.LOST, "Lost", why));
            case Outcome.Cancelled(String why) ->
                    Optional.of(Failure.of(Failure.Kind.CANCELLED, "Cancelled", why));
            case Outcome.Skipped(var because, var reason, var why) ->
                    Optional.of(
                            Failure.of(
                                    Failure.Kind.UPSTREAM,
                                    "Skipped",
                                    switch (reason) {
                                        case NEED -> because + " did not succeed";
                                        case SPREAD -> "skipped for " + because;
                                        case CONDITION -> "its condition is false";
                                        case SELF -> why;
                                        case EMPTY -> "there was nothing to go over";
                                        case HAND -> "skipped by hand" + by(why);
                                        case LIMIT -> "it waited as long as it may";
                                    }));
            case Outcome.Succeeded _ -> Optional.empty();
        };
    }

    private static String by(String why) {
        return why.isEmpty() ? "" : ": " + why;
    }

    JsonObject of(Failure failure) {
        JsonObject object =
                JsonObject.EMPTY
                        .with("kind", failure.kind().name().toLowerCase(Locale.ROOT))
                        .with("type", failure.type())
                        .with("message", failure.message())
                        .with("place", text(failure.place()))
                        .with("frames", frames(failure.frames()))
                        .with("traceback", failure.traceback());
        return encoded
                ? object.with("exception", value(failure.exception()))
                        .with("cause", value(failure.cause()))
                : object;
    }

    private Json frames(List<Frame> frames) {
        return new JsonList(frames.stream().map(this::frame).toList());
    }

    private Json frame(Frame frame) {
        JsonObject object =
                JsonObject.EMPTY
                        .with("file", frame.file())
                        .with("line", JsonNumber.of(frame.line()))
                        .with("function", frame.function())
                        .with("source", frame.source());
        return encoded ? new JsonList(List.copyOf(object.members().values())) : object;
    }

    private static Json text(Optional<String> text) {
        return text.<Json>map(JsonText::new).orElse(JsonNull.NULL);
    }

    private static Json value(Optional<Value> value) {
        return value.map(given -> Json.read(given.json())).orElse(JsonNull.NULL);
    }
}
