package dev.headrace.adapters.local.worker;

import java.nio.file.Path;

/** A process that the supervisor starts for this worker, and that does attempts. */
sealed interface Host permits Runner, Program {
    /** Its name between worker and supervisor. */
    String id();

    /** Whether this is what it does now, as far as is known here. */
    boolean does(Job job);

    /** The file that it writes to. */
    Path writesTo();

    void began(long pid);

    /** It could not be started. */
    void refused(long errno, String why);

    /** It is over, and nothing of its session is left. */
    void exited(Exit exit);

    /** Its supervisor died, and it with that. */
    void lost(String why);
}
