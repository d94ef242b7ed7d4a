package dev.headrace.runtime.sim;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns the simulator by hand: {@code --seed N --worlds N}, or {@code --planted}. */
public final class SimMain {
    /** So many worlds must show every rare thing. */
    static final int MANY = 5_000;

    private final PrintStream out;

    private SimMain(PrintStream out) {
        this.out = out;
    }

    /** Ends with exit status 1 when a law was broken. */
    public static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;

        Found(String what) {
            super(what, null, false, false);
        }
    }

    public static void main(String[] arguments) {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        long seed = 1;
        int worlds = 1_000;
        boolean planted = false;
        List<String> words = List.of(arguments);
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--seed" -> seed = Long.parseLong(words.get(++i));
                case "--worlds" -> worlds = Integer.parseInt(words.get(++i));
                case "--planted" -> planted = true;
                default -> throw new Found("usage: sim [--seed N] [--worlds N] | sim --planted");
            }
        }
        SimMain main = new SimMain(out);
        if (planted) {
            main.planted();
        } else {
            main.live(seed, worlds);
        }
    }

    private void live(long seed, int worlds) {
        Counters counters = new Counters();
        long hash = 0;
        long steps = 0;
        long began = System.nanoTime();
        for (int i = 0; i < worlds; i++) {
            World.Trace trace = World.live(seed + i, Optional.empty(), counters);
            hash = hash * 0x100000001b3L ^ trace.hash();
            steps += trace.steps();
            trace.broken()
                    .ifPresent(broken -> {
                        out.println(Simulator.report(trace, broken));
                        throw new Found("seed " + trace.seed() + " breaks " + broken.law());
                    });
        }
        long millis = Math.max(1, (System.nanoTime() - began) / 1_000_000);
        if (worlds >= MANY) {
            counters.lines().forEach(out::println);
        }
        out.println(
                worlds + " worlds, " + steps + " steps, " + worlds * 1000L / millis + " worlds/s");
        out.println("trace " + String.format(Locale.ROOT, "%016x", hash));
        if (worlds >= MANY && !counters.missing().isEmpty()) {
            throw new Found("never came about: " + counters.missing());
        }
    }

    private void planted() {
        boolean all = true;
        for (Plant plant : Plant.values()) {
            Optional<World.Trace> found = Simulator.find(plant);
            all &= found.isPresent();
            out.println(
                    String.format(Locale.ROOT, "%-34s ", plant.name().toLowerCase(Locale.ROOT))
                            + found.map(trace ->
                                            String.format(
                                                    Locale.ROOT,
                                                    "seed %-5d steps %-6d %s",
                                                    trace.seed(),
                                                    trace.steps(),
                                                    firstLine(trace)))
                                    .orElse("NOT FOUND"));
        }
        if (!all) {
            throw new Found("not every planted bug was found");
        }
    }

    private static String firstLine(World.Trace trace) {
        return String.valueOf(trace.broken().orElseThrow().getMessage())
                .lines()
                .findFirst()
                .orElse("");
    }
}
