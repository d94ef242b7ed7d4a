package dev.headrace.adapters.local.worker;

import dev.headrace.spec.run.Failure;
import java.util.Map;

/** What is said of a process that died, by its exit or its signal. */
final class Deaths {
    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(1, "SIGHUP"),
                    Map.entry(2, "SIGINT"),
                    Map.entry(3, "SIGQUIT"),
                    Map.entry(4, "SIGILL"),
                    Map.entry(5, "SIGTRAP"),
                    Map.entry(6, "SIGABRT"),
                    Map.entry(7, "SIGBUS"),
                    Map.entry(8, "SIGFPE"),
                    Map.entry(9, "SIGKILL"),
                    Map.entry(10, "SIGUSR1"),
                    Map.entry(11, "SIGSEGV"),
                    Map.entry(12, "SIGUSR2"),
                    Map.entry(13, "SIGPIPE"),
                    Map.entry(14, "SIGALRM"),
                    Map.entry(15, "SIGTERM"),
                    Map.entry(24, "SIGXCPU"),
                    Map.entry(25, "SIGXFSZ"),
                    Map.entry(31, "SIGSYS"));
    private static final Map<Integer, String> WORDS =
            Map.of(
                    6, "aborted",
                    8, "a wrong arithmetic operation",
                    9, "killed from outside, perhaps for want of memory",
                    11, "a segmentation fault",
                    7, "a bus error",
                    4, "an illegal instruction",
                    15, "asked to end from outside");

    private Deaths() {}

    static Failure failure(Exit how) {
        if (how.signal().isPresent()) {
            int number = Math.toIntExact(how.signal().get());
            String name = NAMES.getOrDefault(number, "signal " + number);
            String words = WORDS.getOrDefault(number, "");
            return Failure.of(
                    Failure.Kind.CRASH,
                    name,
                    "its process was killed by "
                            + name
                            + (words.isEmpty() ? "" : " (" + words + ")"));
        }
        long exit = how.code().orElse(0L);
        return Failure.of(
                Failure.Kind.CRASH,
                "exit " + exit,
                "its process ended by itself with exit status " + exit + " in the middle of it");
    }
}
