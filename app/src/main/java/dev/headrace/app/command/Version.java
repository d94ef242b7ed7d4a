package dev.headrace.app.command;

import dev.headrace.codec.json.JsonObject;

/** {@code headrace version}. */
final class Version implements Command {
    static final String NUMBER = "0.1.0";

    @Override
    public String name() {
        return "version";
    }

    @Override
    public String purpose() {
        return "says which Headrace this is";
    }

    @Override
    public Shape shape() {
        return new Shape().json();
    }

    @Override
    public int run(Given given, Surroundings here) {
        String java = Runtime.version().toString();
        here.terminal()
                .out()
                .println(
                        given.json()
                                ? JsonObject.EMPTY
                                        .with("version", NUMBER)
                                        .with("java", java)
                                        .compact()
                                : "headrace " + NUMBER + " (Java " + java + ")");
        return 0;
    }
}
