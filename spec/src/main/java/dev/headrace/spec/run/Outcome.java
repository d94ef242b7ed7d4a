package dev.headrace.spec.run;

/** How an attempt, or a node, came out. Failure is a value, and there is more than one kind. */
public sealed interface Outcome {
    record Succeeded(Value value) implements Outcome {}

    /** It did wrong, or was wrong: counts against the user's retries. */
    record Failed(Failure failure) implements Outcome {}

    /** It was stopped because somebody wished so. */
    record Cancelled(String why) implements Outcome {}

    /** Nobody knows: its worker or controller is gone. Never counts against the user's retries. */
    record Lost(String why) implements Outcome {}

    /**
     * It never began.
     *
     * @param because the node that led to it; itself when nothing else did
     * @param why in the words of who wished so; empty where the reason says all
     */
    record Skipped(NodePath because, Reason reason, String why) implements Outcome {
        /** Why a node never began. */
        public enum Reason {
            /** By what its needs came to, it cannot start any more: it is omitted. */
            NEED,
            /** What it needs was skipped, and so is it. */
            SPREAD,
            /** Its condition was asked, and did not hold. */
            CONDITION,
            /** Its own code said, when it ran, that there is nothing to do. */
            SELF,
            /** There was nothing for it to go over. */
            EMPTY,
            /** Somebody wished so. */
            HAND,
            /** It waited as long as it may. */
            LIMIT
        }

        public Skipped(NodePath because, Reason reason) {
            this(because, reason, "");
        }

        /** Something that it needs did not succeed. */
        public Skipped(NodePath because) {
            this(because, Reason.NEED);
        }
    }
}
