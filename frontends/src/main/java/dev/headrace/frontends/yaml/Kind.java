package dev.headrace.frontends.yaml;

import static dev.headrace.frontends.yaml.Key.APPROVE;
import static dev.headrace.frontends.yaml.Key.ARGV;
import static dev.headrace.frontends.yaml.Key.CACHE;
import static dev.headrace.frontends.yaml.Key.CALL;
import static dev.headrace.frontends.yaml.Key.COLLECT;
import static dev.headrace.frontends.yaml.Key.CONTINUE_ON;
import static dev.headrace.frontends.yaml.Key.CPUS;
import static dev.headrace.frontends.yaml.Key.DECIDES;
import static dev.headrace.frontends.yaml.Key.DEFAULT;
import static dev.headrace.frontends.yaml.Key.DO;
import static dev.headrace.frontends.yaml.Key.EMPTY;
import static dev.headrace.frontends.yaml.Key.ENOUGH;
import static dev.headrace.frontends.yaml.Key.ENV;
import static dev.headrace.frontends.yaml.Key.EXPIRY;
import static dev.headrace.frontends.yaml.Key.FINALLY;
import static dev.headrace.frontends.yaml.Key.FLOW;
import static dev.headrace.frontends.yaml.Key.FOREACH;
import static dev.headrace.frontends.yaml.Key.HISTORY;
import static dev.headrace.frontends.yaml.Key.HOOKS;
import static dev.headrace.frontends.yaml.Key.IGNORE;
import static dev.headrace.frontends.yaml.Key.JOIN;
import static dev.headrace.frontends.yaml.Key.LIMIT;
import static dev.headrace.frontends.yaml.Key.LOSSES;
import static dev.headrace.frontends.yaml.Key.MAX;
import static dev.headrace.frontends.yaml.Key.MEMORY;
import static dev.headrace.frontends.yaml.Key.NEEDS;
import static dev.headrace.frontends.yaml.Key.NEXT;
import static dev.headrace.frontends.yaml.Key.ON;
import static dev.headrace.frontends.yaml.Key.ON_FAILURE;
import static dev.headrace.frontends.yaml.Key.ON_LIMIT;
import static dev.headrace.frontends.yaml.Key.ON_REJECT;
import static dev.headrace.frontends.yaml.Key.OUTPUTS;
import static dev.headrace.frontends.yaml.Key.PARALLEL;
import static dev.headrace.frontends.yaml.Key.PARAMS;
import static dev.headrace.frontends.yaml.Key.POLL;
import static dev.headrace.frontends.yaml.Key.PYTHON;
import static dev.headrace.frontends.yaml.Key.RETRIES;
import static dev.headrace.frontends.yaml.Key.RETRY_CAP;
import static dev.headrace.frontends.yaml.Key.RETRY_DELAY;
import static dev.headrace.frontends.yaml.Key.RETRY_FACTOR;
import static dev.headrace.frontends.yaml.Key.RETRY_JITTER;
import static dev.headrace.frontends.yaml.Key.RETRY_NEVER;
import static dev.headrace.frontends.yaml.Key.RETRY_ON;
import static dev.headrace.frontends.yaml.Key.RETRY_WHEN;
import static dev.headrace.frontends.yaml.Key.RETRY_WITHIN;
import static dev.headrace.frontends.yaml.Key.RUN;
import static dev.headrace.frontends.yaml.Key.SALT;
import static dev.headrace.frontends.yaml.Key.SIGNAL;
import static dev.headrace.frontends.yaml.Key.TASKS;
import static dev.headrace.frontends.yaml.Key.TEMPLATES;
import static dev.headrace.frontends.yaml.Key.TESTS;
import static dev.headrace.frontends.yaml.Key.TIMEOUT;
import static dev.headrace.frontends.yaml.Key.TOLERATE;
import static dev.headrace.frontends.yaml.Key.TYPE;
import static dev.headrace.frontends.yaml.Key.UNTIL;
import static dev.headrace.frontends.yaml.Key.WAIT;
import static dev.headrace.frontends.yaml.Key.WHEN;
import static dev.headrace.frontends.yaml.Key.WITH;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A mapping of the grammar: which keys must be there, and which may. */
record Kind(List<Key> required, List<Key> optional) {
    static final Kind FILE =
            new Kind(
                    List.of(FLOW, TASKS),
                    List.of(
                            PARAMS,
                            TEMPLATES,
                            HISTORY,
                            ON_FAILURE,
                            DECIDES,
                            FINALLY,
                            HOOKS,
                            TESTS));
    static final Kind PARAM = new Kind(List.of(), List.of(TYPE, DEFAULT));

    static final Kind REPEAT = new Kind(List.of(MAX), List.of(UNTIL, NEXT));

    static final Kind CACHE_POLICY = new Kind(List.of(), List.of(EXPIRY, SALT, IGNORE));

    private static final List<Key> OF_PROGRAMS =
            List.of(
                    NEEDS,
                    JOIN,
                    WHEN,
                    CONTINUE_ON,
                    WITH,
                    ENV,
                    RETRIES,
                    RETRY_DELAY,
                    RETRY_FACTOR,
                    RETRY_CAP,
                    RETRY_JITTER,
                    RETRY_WITHIN,
                    RETRY_ON,
                    RETRY_NEVER,
                    RETRY_WHEN,
                    LOSSES,
                    TIMEOUT,
                    POLL,
                    CPUS,
                    MEMORY,
                    CACHE,
                    FINALLY,
                    HOOKS);
    private static final List<Key> OF_FUNCTIONS =
            List.of(
                    NEEDS,
                    JOIN,
                    WHEN,
                    CONTINUE_ON,
                    WITH,
                    RETRIES,
                    RETRY_DELAY,
                    RETRY_FACTOR,
                    RETRY_CAP,
                    RETRY_JITTER,
                    RETRY_WITHIN,
                    RETRY_ON,
                    RETRY_NEVER,
                    RETRY_WHEN,
                    LOSSES,
                    TIMEOUT,
                    POLL,
                    CPUS,
                    MEMORY,
                    CACHE,
                    FINALLY,
                    HOOKS);

    /** What a task may be; its first key tells them apart. */
    static final List<Kind> TASK_KINDS =
            List.of(
                    new Kind(List.of(RUN), OF_PROGRAMS),
                    new Kind(List.of(ARGV), OF_PROGRAMS),
                    new Kind(List.of(PYTHON), OF_FUNCTIONS),
                    new Kind(
                            List.of(FOREACH, DO),
                            List.of(
                                    NEEDS,
                                    JOIN,
                                    WHEN,
                                    CONTINUE_ON,
                                    PARALLEL,
                                    TOLERATE,
                                    ENOUGH,
                                    EMPTY,
                                    COLLECT,
                                    FINALLY,
                                    HOOKS)),
                    new Kind(
                            List.of(TASKS),
                            List.of(
                                    NEEDS,
                                    JOIN,
                                    WHEN,
                                    CONTINUE_ON,
                                    ON_FAILURE,
                                    DECIDES,
                                    FINALLY,
                                    HOOKS)),
                    new Kind(
                            List.of(CALL),
                            List.of(
                                    NEEDS,
                                    JOIN,
                                    WHEN,
                                    CONTINUE_ON,
                                    WITH,
                                    Key.REPEAT,
                                    FINALLY,
                                    HOOKS)),
                    new Kind(List.of(WAIT), List.of(NEEDS, JOIN, WHEN, FINALLY, HOOKS)),
                    new Kind(
                            List.of(SIGNAL),
                            List.of(
                                    NEEDS,
                                    JOIN,
                                    WHEN,
                                    CONTINUE_ON,
                                    LIMIT,
                                    ON_LIMIT,
                                    FINALLY,
                                    HOOKS)),
                    new Kind(
                            List.of(APPROVE),
                            List.of(
                                    NEEDS,
                                    JOIN,
                                    WHEN,
                                    CONTINUE_ON,
                                    LIMIT,
                                    ON_LIMIT,
                                    ON_REJECT,
                                    FINALLY,
                                    HOOKS)));

    /** What only something has that stands somewhere. */
    private static final List<Key> STANDING =
            List.of(NEEDS, JOIN, WHEN, CONTINUE_ON, FINALLY, HOOKS);

    /** What a template may be: as a task, but it stands nowhere. */
    static final List<Kind> TEMPLATE_KINDS = TASK_KINDS.stream().map(Kind::ofTemplate).toList();

    private static Kind ofTemplate(Kind task) {
        List<Key> keys = new ArrayList<>(List.of(PARAMS, OUTPUTS));
        task.optional().stream().filter(key -> !STANDING.contains(key)).forEach(keys::add);
        return new Kind(task.required(), keys);
    }

    /** The same as what follows a task. */
    Kind following(boolean named) {
        return new Kind(
                required,
                Stream.concat(
                                optional.stream().filter(key -> !STANDING.contains(key)),
                                named ? Stream.of(ON) : Stream.<Key>of())
                        .toList());
    }

    Kind {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
    }

    Key first() {
        return required.getFirst();
    }

    List<Key> keys() {
        return Stream.concat(required.stream(), optional.stream()).toList();
    }

    List<String> words() {
        return keys().stream().map(Key::word).toList();
    }
}
