package dev.headrace.engine.explain;

import dev.headrace.engine.run.CacheSource;
import dev.headrace.engine.run.Caching;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.NotTaken;
import dev.headrace.engine.run.RunState;
import java.time.Instant;
import java.util.Optional;

/** Says whether a node was taken from the cache, from where, and if not, why. */
public final class ExplainCache {
    private ExplainCache() {}

    static Explanation succeeded(RunState.Begun run, NodeState node) {
        String name = Explain.name(node.path());
        return switch (run.tree().cache().looked(node.path()).orElse(null)) {
            case null ->
                    new Explanation(
                            name
                                    + " has succeeded"
                                    + ExplainCalls.after(run.tree(), node).orElse("")
                                    + ".",
                            "");
            case Caching.Taken(CacheSource from, _) ->
                    new Explanation(
                            name + " was taken from the cache: " + made(from) + ".",
                            "headrace why " + from.run() + " " + from.task());
            case Caching.Missed missed ->
                    new Explanation(
                            name + " has succeeded; it was " + words(run, node, missed.why()) + ".",
                            remedy(missed.why()));
        };
    }

    /** Why the node was not taken from the cache; empty where that was not wanted, or it was. */
    public static Optional<String> notTaken(RunState.Begun run, NodeState node) {
        return run.tree()
                .cache()
                .looked(node.path())
                .filter(Caching.Missed.class::isInstance)
                .map(Caching.Missed.class::cast)
                .map(missed -> words(run, node, missed.why()));
    }

    private static String words(RunState.Begun run, NodeState node, NotTaken why) {
        return "not taken from the cache: " + reason(run, node, why);
    }

    private static String reason(RunState.Begun run, NodeState node, NotTaken why) {
        String since = why.nearest().map(from -> since(run, node, from)).orElse("");
        return switch (why.what()) {
            case NEW -> "no result of it is kept";
            case CODE -> "its code changed" + since + more(why);
            case INPUT -> "its input " + why.part() + " changed" + since + change(why) + more(why);
            case ENVIRONMENT -> "the environment changed" + since + more(why);
            case SALT -> "its salt changed" + since + change(why) + more(why);
            case EXPIRED -> "what is kept" + of(run, node, why) + " has expired";
            case GONE -> "the artifact that is kept" + of(run, node, why) + " is gone";
            case OFF -> "the run was started with --no-cache";
            case UNSETTLED -> "it starts before all that it is given is over";
            case UNREAD -> "the store could not be read just then";
        };
    }

    private static String since(RunState.Begun run, NodeState node, CacheSource from) {
        return " since " + place(run, node, from);
    }

    private static String of(RunState.Begun run, NodeState node, NotTaken why) {
        return why.nearest()
                .map(from -> " of " + place(run, node, from) + ", made " + time(from) + ",")
                .orElse("");
    }

    /** The run; and the task there, where it has another path. */
    private static String place(RunState.Begun run, NodeState node, CacheSource from) {
        return (from.run().equals(run.head().run()) ? "this run" : "run " + from.run())
                + (from.task().equals(node.path()) ? "" : " (" + from.task() + ")");
    }

    private static String change(NotTaken why) {
        return why.before().isEmpty() && why.now().isEmpty()
                ? ""
                : " (" + shown(why.before()) + " → " + shown(why.now()) + ")";
    }

    private static String shown(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    private static String more(NotTaken why) {
        return why.more() == 0 ? "" : ", and " + why.more() + " more";
    }

    private static String made(CacheSource from) {
        return "run " + from.run() + " made it as " + Explain.name(from.task()) + ", " + time(from);
    }

    private static String time(CacheSource from) {
        return Instant.ofEpochSecond(from.at().getEpochSecond()).toString();
    }

    private static String remedy(NotTaken why) {
        return switch (why.what()) {
            case GONE -> "results whose artifacts were removed are made again";
            case OFF -> "run it without --no-cache to take what is kept";
            case EXPIRED -> "a longer expiry keeps it for longer";
            case INPUT -> "name an input that does not matter under ignore";
            case NEW, CODE, ENVIRONMENT, SALT, UNSETTLED, UNREAD -> "";
        };
    }
}
