package dev.headrace.adapters.local.worker;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as any program writes it becomes a value (docs/protocol.md §1.3): numbers that JSON does not
 * keep apart, and objects with the key {@code $}, get a form.
 */
final class PlainJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final BigInteger SAFE = BigInteger.valueOf((1L << 53) - 1);
    private static final int DIGITS_MAX = 1_000;

    private final JsonParser in;
    private final JsonGenerator out;

    private PlainJson(JsonParser in, JsonGenerator out) {
        this.in = in;
        this.out = out;
    }

    /** What was read: its value, and the name that its type has in Python. */
    record Read(String json, String type) {}

    /** It is no JSON. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    static Read value(byte[] bytes) throws Broken, IOException {
        StringWriter text = new StringWriter();
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), bytes);
                JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            JsonToken first = in.nextToken();
            PlainJson plain = new PlainJson(in, out);
            String type = type(first);
            plain.copy();
            if (in.nextToken() != null) {
                throw new Broken("something follows the first value");
            }
            out.flush();
            return new Read(text.toString(), type);
        } catch (JacksonException e) {
            throw new Broken(e.getOriginalMessage());
        }
    }

    private static String type(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "dict";
            case START_ARRAY -> "list";
            case VALUE_STRING -> "str";
            case VALUE_NUMBER_INT -> "int";
            case VALUE_NUMBER_FLOAT -> "float";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NULL,
                    NOT_AVAILABLE,
                    END_OBJECT,
                    END_ARRAY,
                    PROPERTY_NAME,
                    VALUE_EMBEDDED_OBJECT ->
                    "NoneType";
        };
    }

    private void copy() throws Broken {
        switch (in.currentToken()) {
            case START_ARRAY -> {
                out.writeStartArray();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    copy();
                }
                out.writeEndArray();
            }
            case START_OBJECT -> object();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_STRING,
                    VALUE_TRUE,
                    VALUE_FALSE,
                    VALUE_NULL,
                    NOT_AVAILABLE,
                    END_OBJECT,
                    END_ARRAY,
                    PROPERTY_NAME,
                    VALUE_EMBEDDED_OBJECT ->
                    out.copyCurrentEvent(in);
        }
    }

    private void object() throws Broken {
        out.writeStartObject();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            if (name.equals("$")) {
                throw new Broken("an object holds the key '$', which marks forms of values");
            }
            out.writeName(name);
            in.nextToken();
            copy();
        }
        out.writeEndObject();
    }

    private void integer() throws Broken {
        if (in.getStringLength() > DIGITS_MAX) {
            throw new Broken("a number has over " + DIGITS_MAX + " digits");
        }
        BigInteger number = new BigInteger(in.getString());
        if (number.abs().compareTo(SAFE) <= 0) {
            out.writeNumber(number.longValue());
        } else {
            form("int", number.toString());
        }
    }

    /** As Python reads it: a double, and where that is integral, one that stays a float. */
    private void decimal() throws Broken {
        if (in.getStringLength() > DIGITS_MAX) {
            throw new Broken("a number has over " + DIGITS_MAX + " digits");
        }
        String text = in.getString();
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            form("float", number > 0 ? "inf" : "-inf");
        } else if (number == 0.0 && 1 / number < 0) {
            form("float", "-0");
        } else if (number == Math.rint(number)) {
            form("float", integral(number));
        } else {
            out.writeNumber(number);
        }
    }

    private static String integral(double number) {
        return Math.abs(number) < 1e16
                ? new BigDecimal(number).toBigInteger() + ".0"
                : Double.toString(number);
    }

    private void form(String kind, String text) {
        out.writeStartObject();
        out.writeStringProperty("$", kind);
        out.writeStringProperty("v", text);
        out.writeEndObject();
    }
}
