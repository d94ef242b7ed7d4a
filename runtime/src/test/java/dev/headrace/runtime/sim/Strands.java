package dev.headrace.runtime.sim;

import dev.headrace.spi.worker.Answer;
import dev.headrace.spi.worker.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The strands of a body while several go on in it at once: they watch, and rest when all wait. */
final class Strands {
    private final Execution body;
    private final Set<String> watched;
    private final Set<String> heard;
    private final List<Strand> strands = new ArrayList<>();
    private boolean resting;
    private boolean rousing;
    private boolean deciding;
    private boolean done;

    /**
     * @param watched what the attempt watches already
     * @param heard which of these it has been told of
     */
    Strands(Execution body, Step.Fork fork, Set<String> watched, Set<String> heard) {
        this.body = body;
        this.watched = watched;
        this.heard = heard;
        int scope = fork.first();
        for (List<Step> steps : fork.strands()) {
            strands.add(new Strand(scope++, steps));
        }
    }

    /** One line of it after the other. */
    private static final class Strand {
        final int scope;
        final List<Step> steps;
        int line;
        int timed;
        int mixed;
        Optional<Step.Await> waiting = Optional.empty();
        boolean asleep;
        boolean computes;
        boolean roused;
        boolean over;
        Optional<String> raised = Optional.empty();

        Strand(int scope, List<Step> steps) {
            this.scope = scope;
            this.steps = steps;
        }

        void over() {
            over = true;
        }
    }

    boolean resting() {
        return resting;
    }

    void begin() {
        goOn(strands);
    }

    /** These can go on; then it is seen what becomes of the body. */
    private void goOn(List<Strand> some) {
        deciding = true;
        for (Strand strand : some) {
            run(strand);
        }
        deciding = false;
        consider();
    }

    private void run(Strand strand) {
        while (!strand.over) {
            if (strand.line == strand.steps.size()) {
                strand.over();
                return;
            }
            switch (strand.steps.get(strand.line)) {
                case Step.Submit submit -> body.submitApart(submit);
                case Step.Work(int millis) -> {
                    strand.line++;
                    strand.asleep = body.worker.dice.percent(60);
                    strand.computes = !strand.asleep;
                    body.later(millis, () -> rung(strand));
                    return;
                }
                case Step.Await await -> {
                    if (!body.satisfied(await)) {
                        watch(await.keys());
                        strand.waiting = Optional.of(await);
                        return;
                    }
                    look(strand, await);
                }
                case Step.AwaitFor await -> {
                    strand.timed++;
                    String key = "timeout#" + strand.timed + "~" + strand.scope;
                    Step.Await plain = new Step.Await(await.keys(), true, false);
                    if (body.assignment.recorded().containsKey(key)) {
                        body.world().counters.add("wait of a strand given up, replayed");
                    } else if (!body.satisfied(plain)) {
                        watch(await.keys());
                        strand.waiting = Optional.of(plain);
                        int at = strand.line;
                        body.later(await.millis(), () -> lapsed(strand, at, key));
                        return;
                    }
                }
                case Step.Cancel _, Step.Remember _, Step.Fork _ ->
                        throw new IllegalStateException("not in a strand: " + strand.steps);
            }
            strand.line++;
        }
    }

    private void look(Strand strand, Step.Await await) {
        if (strand.steps.get(strand.line) instanceof Step.Await) {
            Execution.Seen seen = body.seen(await, strand.mixed);
            strand.mixed = seen.mixed();
            if (seen.raised().isPresent()) {
                strand.raised = seen.raised();
                strand.over();
            }
        }
    }

    private void rung(Strand strand) {
        strand.computes = false;
        if (resting) {
            strand.roused = true;
            rouse(Optional.empty());
        } else {
            strand.asleep = false;
            goOn(List.of(strand));
        }
    }

    private void lapsed(Strand strand, int at, String key) {
        if (strand.line != at || strand.waiting.isEmpty() || strand.over) {
            return;
        }
        body.world().counters.add("wait of a strand given up");
        strand.waiting = Optional.empty();
        strand.line++;
        if (resting) {
            strand.asleep = true;
            strand.roused = true;
            rouse(Optional.of(key));
        } else {
            body.say(roused(Optional.of(key)));
            goOn(List.of(strand));
        }
    }

    private void rouse(Optional<String> lapsed) {
        if (!rousing || lapsed.isPresent()) {
            rousing = true;
            body.world().counters.add("body roused");
            body.say(roused(lapsed));
        }
    }

    private Report roused(Optional<String> lapsed) {
        return new Report.Roused(
                body.assignment.run(), body.assignment.attempt(), body.rests(), lapsed);
    }

    private void watch(List<String> keys) {
        List<String> fresh = keys.stream().distinct().filter(watched::add).toList();
        if (!fresh.isEmpty()) {
            body.say(new Report.Watching(body.assignment.run(), body.assignment.attempt(), fresh));
        }
    }

    private void consider() {
        if (deciding || resting || done) {
            return;
        }
        if (strands.stream().allMatch(strand -> strand.over)) {
            done = true;
            body.joined(
                    strands.stream().map(strand -> strand.mixed).toList(),
                    strands.stream()
                            .filter(strand -> strand.raised.isPresent())
                            .findFirst()
                            .flatMap(strand -> strand.raised));
        } else if (strands.stream().anyMatch(strand -> strand.waiting.isPresent())
                && strands.stream().noneMatch(strand -> strand.computes)) {
            resting = true;
            body.rest(heard.size());
        }
    }

    void answer(Answer answer) {
        if (done) {
            return;
        }
        boolean fresh = false;
        for (Answer.Result result : answer.results()) {
            fresh |=
                    result.settled() > 0
                            && watched.contains(result.key())
                            && heard.add(result.key());
        }
        if (resting) {
            if (fresh || rousing) {
                body.wentOn(rousing);
                resting = false;
                rousing = false;
            } else if (strands.stream().anyMatch(this::canGoOn)) {
                rouse(Optional.empty());
            }
        }
        if (!resting) {
            List<Strand> some = strands.stream().filter(this::canGoOn).toList();
            for (Strand strand : some) {
                if (strand.waiting.isPresent()) {
                    Step.Await await = strand.waiting.get();
                    strand.waiting = Optional.empty();
                    look(strand, await);
                    strand.line++;
                }
                strand.asleep &= !strand.roused;
                strand.roused = false;
            }
            goOn(some);
        }
    }

    private boolean canGoOn(Strand strand) {
        return !strand.over
                && (strand.roused || strand.waiting.filter(body::satisfied).isPresent());
    }

    static Set<String> none() {
        return new TreeSet<>();
    }
}
