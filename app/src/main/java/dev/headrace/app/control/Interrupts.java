package dev.headrace.app.control;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts Ctrl-C and SIGTERM: the first asks for a graceful end, the second kills. The JDK has no
 * supported way to hear of signals, so its old one is reached by name; where it is missing, Ctrl-C
 * ends the process at once, and the run shows as interrupted.
 */
final class Interrupts {
    private final AtomicInteger count = new AtomicInteger();

    Interrupts(Runnable awake) {
        hear("INT", awake);
        hear("TERM", awake);
    }

    int count() {
        return count.get();
    }

    private void hear(String name, Runnable awake) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object heard =
                    Proxy.newProxyInstance(
                            Interrupts.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            count.incrementAndGet();
                                            awake.run();
                                            yield null;
                                        }
                                        case "equals" ->
                                                System.identityHashCode(proxy)
                                                        == System.identityHashCode(arguments[0]);
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        default -> "interrupts";
                                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), heard);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // the signal keeps its usual meaning
        }
    }
}
