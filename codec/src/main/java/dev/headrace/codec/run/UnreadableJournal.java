package dev.headrace.codec.run;

/** A journal that this program cannot read: a newer one wrote it, or it is damaged. */
public final class UnreadableJournal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean newer;

    private UnreadableJournal(String message, boolean newer) {
        super(message);
        this.newer = newer;
    }

    static UnreadableJournal newer(String what) {
        return new UnreadableJournal(what + ": a newer program wrote this journal", true);
    }

    static UnreadableJournal damaged(String what) {
        return new UnreadableJournal(what + ": this journal is damaged", false);
    }

    /** Whether a newer program can read it. */
    public boolean isNewer() {
        return newer;
    }
}
