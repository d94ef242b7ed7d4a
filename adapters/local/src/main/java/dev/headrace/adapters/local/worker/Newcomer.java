package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.adapters.local.link.Listener;
import dev.headrace.adapters.local.link.Wire;
import java.io.IOException;

/** A link whose other side has not said who it is. */
final class Newcomer implements Listener {
    private static final long VERSION = 1;

    private final Wire wire;
    private final Supervisor supervisor;
    private final Runners runners;

    Newcomer(Wire wire, Supervisor supervisor, Runners runners) {
        this.wire = wire;
        this.supervisor = supervisor;
        this.runners = runners;
    }

    @Override
    public void frame(String verb, Frame frame) throws IOException {
        if (!verb.equals("hello") || frame.number() != VERSION) {
            throw new IOException("it does not say hello in version " + VERSION);
        }
        String role = frame.text();
        String token = frame.text();
        if (role.equals(Supervisor.ROLE)) {
            supervisor.connected(wire, token);
        } else {
            runners.connected(token, wire);
        }
    }

    @Override
    public void gone(String why) {
        // nobody knew it
    }
}
