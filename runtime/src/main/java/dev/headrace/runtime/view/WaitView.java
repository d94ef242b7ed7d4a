package dev.headrace.runtime.view;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.json.Values;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.Phase;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.Form;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What a wait is for, in documents. */
final class WaitView {
    private WaitView() {}

    static Optional<Json> of(NodeState node) {
        return node.spec() instanceof Wait(Awaited what)
                ? Optional.of(described(what).with("until", until(node)))
                : Optional.empty();
    }

    private static JsonObject described(Awaited what) {
        return switch (what) {
            case Awaited.After _, Awaited.Until _ -> JsonObject.of("for", new JsonText("time"));
            case Awaited.Signal(String name, _) ->
                    JsonObject.of("for", new JsonText("signal")).with("signal", name);
            case Awaited.Approval(Form form, _, _) ->
                    JsonObject.of("for", new JsonText("approval"))
                            .with("question", form.question())
                            .with(
                                    "fields",
                                    new JsonList(
                                            form.fields().stream()
                                                    .<Json>map(WaitView::field)
                                                    .toList()));
        };
    }

    private static JsonObject field(Form.Field field) {
        return JsonObject.of("name", new JsonText(field.name()))
                .with("type", field.type().name().toLowerCase(Locale.ROOT))
                .with("default", field.fallback().map(Values::shown).orElse(JsonNull.NULL));
    }

    /** While it waits and has an end. */
    private static Json until(NodeState node) {
        return node.phase() instanceof Phase.Asleep(_, Optional<Instant> due)
                ? due.map(Times::text).<Json>map(JsonText::new).orElse(JsonNull.NULL)
                : JsonNull.NULL;
    }
}
