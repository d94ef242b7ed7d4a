package dev.headrace.runtime.view;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonBool;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.engine.explain.ExplainCache;
import dev.headrace.engine.run.CacheSource;
import dev.headrace.engine.run.Caching;
import dev.headrace.engine.run.NodeState;
import dev.headrace.engine.run.RunState.Begun;
import java.util.Locale;
import java.util.Optional;

/** What documents say of a task that may be taken from the cache, once it was looked up. */
final class CacheView {
    private CacheView() {}

    static Optional<Json> of(Begun run, NodeState task) {
        return run.tree()
                .cache()
                .looked(task.path())
                .map(looked ->
                        switch (looked) {
                            case Caching.Taken(CacheSource from, _) ->
                                    source(JsonObject.of("taken", new JsonBool(true)), from);
                            case Caching.Missed missed -> missed(run, task, missed);
                        });
    }

    private static Json missed(Begun run, NodeState task, Caching.Missed missed) {
        JsonObject said =
                JsonObject.of("taken", new JsonBool(false))
                        .with("reason", missed.why().what().name().toLowerCase(Locale.ROOT))
                        .with("why", ExplainCache.notTaken(run, task).orElse(""));
        JsonObject part =
                missed.why().part().isEmpty() ? said : said.with("input", missed.why().part());
        return missed.why().nearest().map(from -> source(part, from)).orElse(part);
    }

    private static JsonObject source(JsonObject said, CacheSource from) {
        return said.with("run", from.run().text())
                .with("task", from.task().text())
                .with("at", Times.text(from.at()));
    }
}
