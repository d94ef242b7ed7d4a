package dev.headrace.codec.flow;

import dev.headrace.codec.json.BadJson;
import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.spec.flow.FlowSpec;

/** Flows to text and back. */
public final class FlowCodec {
    /** The format that is written; older ones are read for ever. */
    public static final int FORMAT = 1;

    private static final String FORMAT_FIELD = "headrace";

    private FlowCodec() {}

    /** The flow's one canonical text. */
    public static String write(FlowSpec flow) {
        return document(flow).canonical();
    }

    /** The same document for people to read. */
    public static String pretty(FlowSpec flow) {
        return Json.read(write(flow)).pretty();
    }

    /** What names this flow version: the digest of its canonical text, which holds its code's. */
    public static String version(FlowSpec flow) {
        return Digest.sha256(write(flow));
    }

    /**
     * The flow that this text says, whether or not it is canonical.
     *
     * @throws dev.headrace.spec.flow.InvalidSpec if it is no flow that can run
     */
    public static FlowSpec read(String text) {
        Json json;
        try {
            json = Json.read(text);
        } catch (BadJson e) {
            throw Complaint.syntax(e.line(), e.column(), e.what());
        }
        if (json instanceof JsonObject object
                && object.members().get(FORMAT_FIELD) instanceof JsonNumber number) {
            number.toLong()
                    .filter(format -> format > FORMAT)
                    .ifPresent(format -> {
                        throw Complaint.newer(format);
                    });
        }
        return FlowShapes.DOCUMENT.read(json, "").flow();
    }

    /** The JSON Schema of these documents. */
    public static String schema() {
        Definitions definitions = new Definitions();
        Json root = FlowShapes.DOCUMENT.schema(definitions);
        JsonObject schema =
                JsonObject.EMPTY
                        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
                        .with("title", "A Headrace flow version");
        if (root instanceof JsonObject(var members)) {
            for (var member : members.entrySet()) {
                schema = schema.with(member.getKey(), member.getValue());
            }
        }
        return schema.with("$defs", definitions.all()).pretty();
    }

    private static Json document(FlowSpec flow) {
        return FlowShapes.DOCUMENT.write(new FlowShapes.Document(FORMAT, flow));
    }
}
