package dev.headrace.codec.run;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.Tokens;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** A JSON text that is being read: always at the first token of what comes next. */
final class In implements AutoCloseable {
    private final String source;
    private final JsonParser parser;

    In(String source) {
        if (source.length() > Json.LENGTH_MAX) {
            throw UnreadableJournal.damaged("over " + Json.LENGTH_MAX + " characters");
        }
        this.source = source;
        // An array, so that no offset is lost when a buffer is filled anew.
        this.parser = Tokens.FACTORY.createParser(ObjectReadContext.empty(), source.toCharArray());
    }

    /** Goes on to the next token; whether it is another one than the end of this container. */
    boolean next() {
        JsonToken token = parser.nextToken();
        return token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY && token != null;
    }

    boolean isAtEnd() {
        return parser.nextToken() == null;
    }

    void open(JsonToken bracket) {
        if (parser.currentToken() != bracket) {
            throw wrong(bracket == JsonToken.START_ARRAY ? "a list" : "an object");
        }
    }

    /** The name of a member, going on to its value. */
    String name() {
        if (parser.currentToken() != JsonToken.PROPERTY_NAME) {
            throw wrong("a name");
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    String text() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("a text");
        }
        return parser.getString();
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    long number() {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("a whole number");
        }
        return parser.getLongValue();
    }

    boolean bool() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrong("true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The JSON that comes next, as it is written. */
    String raw() {
        int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        parser.skipChildren();
        parser.finishToken();
        int to = Math.toIntExact(parser.currentLocation().getCharOffset());
        return source.substring(from, to);
    }

    private UnreadableJournal wrong(String wanted) {
        return UnreadableJournal.damaged(
                "wanted is "
                        + wanted
                        + " at character "
                        + parser.currentTokenLocation().getCharOffset()
                        + ", not "
                        + parser.currentToken());
    }

    @Override
    public void close() {
        parser.close();
    }
}
