package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The keys of the grammar, each with what stands under it. */
enum Key {
    FLOW("The flow's name.", SchemaOf.NAME),
    PARAMS(
            "The arguments that it takes, by name: a default, or {type, default}. One with nothing"
                    + " behind it, or without a default, must be given.",
            SchemaOf.PARAMS),
    TASKS("Tasks by name.", SchemaOf.TASKS),
    TEMPLATES(
            "Parts of the flow by name, to be called: params, what a task does, and outputs.",
            SchemaOf.TEMPLATES),
    TESTS("Tests of the flow, for headrace test.", SchemaOf.CASES),
    HISTORY(
            "How many events a run may have before it fails; 1,000,000 if not said.",
            SchemaOf.HISTORY),
    OUTPUTS(
            "What a template gives: one reference, or several by name; {first: […]} is the first"
                    + " that is there, {expr: …} is worked out, type is checked. If not said, what"
                    + " it does gives.",
            SchemaOf.OUTPUTS),

    CALL("The name of a template: it is run here, with inputs of its own.", SchemaOf.NAME),
    REPEAT("Runs the call round after round.", SchemaOf.REPEAT),
    UNTIL(
            "Asked after each round, of its result: result.loss < 0.1; without it there are exactly"
                    + " max rounds.",
            SchemaOf.TEXT),
    MAX("How many rounds at most.", SchemaOf.PARALLEL),
    NEXT(
            "Inputs of a further round, {round: field} for one: a part of the last result. The rest"
                    + " stays as it was.",
            SchemaOf.INPUTS),

    RUN("A text for the shell: /bin/sh -c.", SchemaOf.TEXT),
    ARGV("A program and its arguments.", SchemaOf.ARGV),
    PYTHON(
            "A function of a Python file in or below the flow's folder: file.py:function.",
            SchemaOf.PYTHON),
    FOREACH(
            "A list, a reference to one, or {product: lists by name}, {zip: lists by name}, {range:"
                    + " [from, to, step]}: one body for each item.",
            SchemaOf.ITEMS),
    DO("The body: a task without needs.", SchemaOf.BODY),
    PARALLEL(
            "How many items may be under way at once; as many as fit if not said.",
            SchemaOf.PARALLEL),
    TOLERATE("How many items may fail: a number, or 10%; none if not said.", SchemaOf.TOLERATE),
    ENOUGH("How many successes are enough; the other items are stopped then.", SchemaOf.PARALLEL),
    EMPTY(
            "What it comes to when there are no items: succeed (if not said), skip or fail.",
            SchemaOf.EMPTY),
    COLLECT(
            "What stands in the result for an item without one: nulls (if not said), or drop:"
                    + " nothing.",
            SchemaOf.COLLECT),

    ON_FAILURE(
            "What becomes of the others when a task has failed: finish (all that can still start"
                    + " does, if not said), hold (nothing starts any more) or stop (what runs is"
                    + " stopped, too).",
            SchemaOf.ON_FAILURE),
    DECIDES(
            "Which tasks decide what it comes to: all (if not said), leaves (those that no other"
                    + " needs), or a list of names.",
            SchemaOf.DECIDES),

    NEEDS("Names of siblings that must be over before.", SchemaOf.NAMES),
    JOIN(
            "What they must have come to: the name of a join, or a text such as fit.succeeded ||"
                    + " load.failed; all_succeeded if not said.",
            SchemaOf.TEXT),
    WHEN(
            "A condition on params and results, such as n > 3 && fit.score > 0.9: where it is"
                    + " false, the task is skipped.",
            SchemaOf.TEXT),
    CONTINUE_ON(
            "Results that count as success for those who need it and for the outcome.",
            SchemaOf.RESULTS),
    FINALLY(
            "A task that follows when it is over, whatever it came to: also when it failed, or was"
                    + " cancelled after it had begun.",
            SchemaOf.FINALLY),
    HOOKS("Tasks by name that follow it, each with 'on': for which outcomes.", SchemaOf.HOOKS),
    ON("For which outcomes: succeeded, failed, or ended for all.", SchemaOf.ON),
    WITH(
            "Inputs by name: arguments of a Python function, variables of the environment for a"
                    + " program.",
            SchemaOf.INPUTS),
    ENV("Variables of the environment.", SchemaOf.ENV),
    RETRIES("Further tries after a failure.", SchemaOf.RETRIES),
    RETRY_DELAY("Before the first of them; 1s if not said.", SchemaOf.DURATION),
    RETRY_FACTOR("By how much each further delay is longer; 2 if not said.", SchemaOf.FACTOR),
    RETRY_CAP("The longest delay; 30 days if not said.", SchemaOf.DURATION),
    RETRY_JITTER(
            "How much of a delay may be added to it, by chance: 10% if not said.",
            SchemaOf.PERCENT),
    RETRY_WITHIN("No try begins later than this after the first one began.", SchemaOf.DURATION),
    RETRY_ON(
            "Which failures are worth a retry: kinds such as timeout or crash, types such as"
                    + " ConnectionError; all that may pass by themselves, if not said.",
            SchemaOf.NAMES),
    RETRY_NEVER("Which failures are not, whatever else is said.", SchemaOf.NAMES),
    RETRY_WHEN(
            "A condition on error (kind, type, types, message, place) and attempt: no retry where"
                    + " it is false.",
            SchemaOf.TEXT),
    LOSSES(
            "How often its worker may be lost before it fails; 10 if not said. Retries are not"
                    + " used up by that.",
            SchemaOf.RETRIES),
    TIMEOUT("How long one attempt may take; then its processes are killed.", SchemaOf.DURATION),
    POLL(
            "Looks again and again, until it gives something else than false or nothing: 30s, or"
                    + " {every, limit, on_limit: fail or skip}.",
            SchemaOf.POLL),
    CPUS("How many it takes; 1 if not said.", SchemaOf.CPUS),
    MEMORY("How much it takes: 2GiB, 500MB, or a number of bytes.", SchemaOf.MEMORY),
    CACHE(
            "Whether its result may be taken from an earlier run that did the same: true, how old"
                    + " it may be, or {expiry, salt, ignore}.",
            SchemaOf.CACHE),
    EXPIRY("How old a result may be that is taken; any age if not said.", SchemaOf.DURATION),
    SALT("Counts like an input: another one, another result.", SchemaOf.TEXT),
    IGNORE("Names of inputs that do not count.", SchemaOf.NAMES),

    WAIT("Does nothing for so long: 30m; or until a moment: {until: …}.", SchemaOf.WAIT),
    SIGNAL("Waits for a signal of this name; what is sent along is the result.", SchemaOf.NAME),
    APPROVE("Waits until somebody approves: a question, or {question, fields}.", SchemaOf.APPROVE),
    LIMIT("How long it waits at most.", SchemaOf.DURATION),
    ON_LIMIT("What becomes of it then; fail if not said.", SchemaOf.ON_LIMIT),
    ON_REJECT("What a rejection is; fail if not said.", SchemaOf.ON_REJECT),

    TYPE("For people.", SchemaOf.TEXT),
    DEFAULT("What it is when none is given.", SchemaOf.ANY);

    private final String about;
    private final String schema;

    Key(String about, String schema) {
        this.about = about;
        this.schema = schema;
    }

    String about() {
        return about;
    }

    Json schema() {
        return Json.read(schema);
    }

    /** As it is written. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Key> of(String word) {
        return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
    }
}
