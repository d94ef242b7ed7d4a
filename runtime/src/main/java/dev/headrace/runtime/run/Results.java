package dev.headrace.runtime.run;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNull;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.codec.json.JsonText;
import dev.headrace.codec.run.MadeCodec;
import dev.headrace.codec.run.UnreadableJournal;
import dev.headrace.engine.run.CacheSource;
import dev.headrace.engine.run.Caching;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.NotTaken;
import dev.headrace.engine.run.NotTaken.What;
import dev.headrace.engine.run.RunEvent;
import dev.headrace.engine.run.RunEvolver;
import dev.headrace.engine.run.RunState;
import dev.headrace.engine.run.RunState.Begun;
import dev.headrace.runtime.run.CacheKeys.KeyParts;
import dev.headrace.runtime.run.CacheKeys.ResultKey;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.Ending;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.store.CacheStore;
import dev.headrace.spi.store.CacheStore.Entry;
import dev.headrace.spi.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks for results of earlier runs, and says which ones of this run others may take. */
final class Results {
    /** How many earlier results of a task are looked at to say what has changed since. */
    private static final int NEAREST_MAX = 100;

    private final CacheStore store;
    private final Predicate<String> contents;
    private final CacheKeys keys;

    /**
     * A cache over this store.
     *
     * @param contents whether the content of this digest is in the artifact store
     */
    Results(CacheStore store, Predicate<String> contents, CacheKeys keys) {
        this.store = store;
        this.contents = contents;
        this.keys = keys;
    }

    /** What there is for a task that is to be looked up. */
    RunEvent.OfCache answer(Begun run, NodeState node, Instant now) {
        Optional<ResultKey> key = keys.of(run, node);
        if (key.isEmpty()) {
            return new RunEvent.CacheMissed(
                    node.path(), "", Value.NULL, NotTaken.of(What.UNSETTLED));
        }
        if (!run.head().cache()) {
            return missed(node, key.get(), NotTaken.of(What.OFF));
        }
        try {
            return asked(run, node, key.get(), now);
        } catch (StoreException | UnreadableJournal e) {
            return missed(node, key.get(), NotTaken.of(What.UNREAD));
        }
    }

    private RunEvent.OfCache asked(Begun run, NodeState node, ResultKey key, Instant now) {
        Optional<Entry> found = store.cached(key.digest());
        if (found.isEmpty()) {
            return missed(node, key, changed(run, node, key));
        }
        Entry entry = found.get();
        if (expired(node.task().cache().orElseThrow(), entry, now)) {
            return missed(node, key, NotTaken.of(What.EXPIRED, source(entry)));
        }
        MadeCodec.Made made = MadeCodec.read(entry.made());
        if (!there(made)) {
            return missed(node, key, NotTaken.of(What.GONE, source(entry)));
        }
        return new RunEvent.CacheHit(
                node.path(), key.digest(), made.value(), made.artifacts(), source(entry));
    }

    private static RunEvent.CacheMissed missed(NodeState node, ResultKey key, NotTaken why) {
        return new RunEvent.CacheMissed(
                node.path(), key.digest(), new Value(key.parts().json().compact()), why);
    }

    private static CacheSource source(Entry entry) {
        return new CacheSource(entry.run(), entry.node(), entry.at());
    }

    private static boolean expired(CachePolicy policy, Entry entry, Instant now) {
        return policy.expiry().filter(age -> !now.isBefore(entry.at().plus(age))).isPresent();
    }

    private boolean there(MadeCodec.Made made) {
        return Stream.concat(
                        Stream.of(made.value()), made.artifacts().stream().map(Ending.Named::value))
                .filter(value -> value.json().contains("\"stored\""))
                .allMatch(value -> there(Json.read(value.json())));
    }

    private boolean there(Json json) {
        return switch (json) {
            case JsonList(var items) -> items.stream().allMatch(this::there);
            case JsonObject object when object.text("$").filter("stored"::equals).isPresent() ->
                    object.text("digest").filter(contents).isPresent();
            case JsonObject object -> object.members().values().stream().allMatch(this::there);
            case JsonText _, JsonNumber _, JsonBool _, JsonNull _ -> true;
        };
    }

    // ---------------------------------------------------------------- what has changed

    /** How an earlier result's key differs. */
    private record Change(Entry entry, List<NotTaken> parts) {}

    private NotTaken changed(Begun run, NodeState node, ResultKey key) {
        Optional<Change> nearest = Optional.empty();
        for (Entry entry : store.cachedLately(node.name(), NEAREST_MAX)) {
            Optional<KeyParts> before = KeyParts.read(entry.parts());
            if (entry.run().equals(run.head().run()) || before.isEmpty()) {
                continue;
            }
            Change change = new Change(entry, differences(before.get(), key.parts()));
            if (nearest.isEmpty() || nearer(change, nearest.get(), node)) {
                nearest = Optional.of(change);
            }
        }
        if (nearest.isEmpty() || nearest.get().parts().isEmpty()) {
            return NotTaken.of(What.NEW);
        }
        NotTaken first = nearest.get().parts().getFirst();
        return new NotTaken(
                first.what(),
                first.part(),
                first.before(),
                first.now(),
                nearest.get().parts().size() - 1,
                Optional.of(source(nearest.get().entry())));
    }

    /** Less is different; or as much, but there it was the same node. */
    private static boolean nearer(Change one, Change other, NodeState node) {
        int less = Integer.compare(one.parts().size(), other.parts().size());
        return less < 0
                || (less == 0
                        && one.entry().node().equals(node.path())
                        && !other.entry().node().equals(node.path()));
    }

    private static List<NotTaken> differences(KeyParts before, KeyParts now) {
        List<NotTaken> differences = new ArrayList<>();
        if (!before.code().equals(now.code())) {
            differences.add(NotTaken.of(What.CODE));
        }
        Stream.concat(now.inputs().keySet().stream(), before.inputs().keySet().stream())
                .distinct()
                .forEach(name -> {
                    var was = Optional.ofNullable(before.inputs().get(name));
                    var is = Optional.ofNullable(now.inputs().get(name));
                    if (!was.map(CacheKeys.Input::digest).equals(is.map(CacheKeys.Input::digest))) {
                        differences.add(
                                change(
                                        What.INPUT,
                                        name,
                                        was.map(CacheKeys.Input::shown).orElse(""),
                                        is.map(CacheKeys.Input::shown).orElse("")));
                    }
                });
        if (!before.environment().equals(now.environment())) {
            differences.add(NotTaken.of(What.ENVIRONMENT));
        }
        if (!before.salt().equals(now.salt())) {
            differences.add(change(What.SALT, "", before.salt(), now.salt()));
        }
        return differences;
    }

    /** What looks the same is not shown. */
    private static NotTaken change(What what, String part, String before, String now) {
        boolean same = before.equals(now);
        return new NotTaken(what, part, same ? "" : before, same ? "" : now, 0, Optional.empty());
    }

    // ---------------------------------------------------------------- what is kept

    /**
     * What these events have made that other runs may take.
     *
     * @param before them
     * @param after them
     */
    List<Entry> kept(RunState before, Begun after, List<RunEvent> events, Instant now) {
        List<Entry> kept = new ArrayList<>();
        if (folded(before) == after.tree().folded()) {
            if (!after.tree().cache().looked().isEmpty()) {
                events.forEach(event -> made(after, event, now).ifPresent(kept::add));
            }
            return kept;
        }
        return kept(before, events, now); // what has settled may be gone with its round
    }

    /** The same, event by event. */
    List<Entry> kept(RunState before, List<RunEvent> events, Instant now) {
        List<Entry> kept = new ArrayList<>();
        if (looked(before) || events.stream().anyMatch(RunEvent.OfCache.class::isInstance)) {
            RunState state = before;
            for (RunEvent event : events) {
                state = RunEvolver.evolve(state, event);
                if (state instanceof Begun then) {
                    made(then, event, now).ifPresent(kept::add);
                }
            }
        }
        return kept;
    }

    private static int folded(RunState state) {
        return state instanceof Begun run ? run.tree().folded() : 0;
    }

    private static boolean looked(RunState state) {
        return state instanceof Begun run && !run.tree().cache().looked().isEmpty();
    }

    private static Optional<Entry> made(Begun run, RunEvent event, Instant now) {
        if (!(event instanceof RunEvent.NodeSettled(var path))) {
            return Optional.empty();
        }
        NodeState node = run.tree().node(path);
        if (node.spec() instanceof Task
                && node.outcome().orElse(null) instanceof Outcome.Succeeded(Value value)
                && run.tree().cache().looked(path).orElse(null) instanceof Caching.Missed missed
                && !missed.key().isEmpty()
                && !(path.isRoot() && run.head().history().next().isPresent()) // it goes on
                && !run.tree().hands().marks().has(path)) {
            return Optional.of(
                    new Entry(
                            missed.key(),
                            node.name(),
                            missed.parts().json(),
                            run.head().run(),
                            path,
                            MadeCodec.write(new MadeCodec.Made(value, missed.made())),
                            now));
        }
        return Optional.empty();
    }
}
