package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.CachePolicy;
import dev.headrace.spec.run.Call;
import dev.headrace.spec.run.FailureSet;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Tuning;
import dev.headrace.spec.run.Tuning.Retrying;
import dev.headrace.spec.run.Value;
import dev.headrace.spec.run.WaitLimit;
import dev.headrace.spi.worker.Report.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a body asks for, as the link says it. */
final class Calls {
    private static final String HOLE = "\"$\":\"ref\"";

    private Calls() {}

    static List<Call> read(Frame frame) throws IOException {
        List<Call> calls = new ArrayList<>();
        frame.list();
        while (frame.more()) {
            frame.list();
            String key = frame.text();
            String template = frame.text();
            List<Argument> inputs = inputs(frame);
            String digest = frame.text();
            String code = frame.text();
            String place = frame.text();
            Tuned tuned = new Tuned();
            frame.object(name -> tuned.member(frame, name));
            calls.add(
                    new Call(
                            key,
                            template,
                            inputs,
                            digest,
                            code,
                            place,
                            tuned.tuning(),
                            tuned.awaited));
            frame.end();
        }
        return calls;
    }

    static Optional<Await> await(Frame frame) throws IOException {
        if (!frame.optionalList()) {
            return Optional.empty();
        }
        List<String> keys = frame.texts();
        boolean all = frame.text().equals("all");
        Optional<WaitLimit> limit = Optional.empty();
        if (frame.more()) {
            Duration length = Tuned.seconds(frame.optionalDouble().orElse(0.0));
            limit = Optional.of(new WaitLimit(length, frame.text()));
            frame.end();
        }
        return Optional.of(new Await(keys, all, limit));
    }

    private static List<Argument> inputs(Frame frame) throws IOException {
        List<Argument> inputs = new ArrayList<>();
        frame.list();
        while (frame.more()) {
            frame.list();
            String name = frame.text();
            String value = frame.json();
            Argument.Spread spread =
                    switch (frame.text()) {
                        case "*" -> Argument.Spread.LIST;
                        case "**" -> Argument.Spread.OBJECT;
                        default -> Argument.Spread.NAMED;
                    };
            frame.end();
            inputs.add(new Argument(name, new Value(value), holes(value), spread));
        }
        return inputs;
    }

    /** The tasks whose results a value has holes for. */
    private static List<NodePath> holes(String json) throws IOException {
        if (!json.contains(HOLE)) {
            return List.of();
        }
        return Holes.in(json);
    }

    private static final class Tuned {
        private Optional<Double> retries = Optional.empty();
        private Optional<Double> delay = Optional.empty();
        private Optional<Double> timeout = Optional.empty();
        private Optional<Double> cpus = Optional.empty();
        private Optional<Double> factor = Optional.empty();
        private Optional<Long> memory = Optional.empty();
        private Optional<Awaited> awaited = Optional.empty();
        private Optional<Double> cap = Optional.empty();
        private Optional<Double> jitter = Optional.empty();
        private Optional<Double> within = Optional.empty();
        private Optional<FailureSet> on = Optional.empty();
        private Optional<FailureSet> never = Optional.empty();
        private Optional<String> when = Optional.empty();
        private Optional<Double> losses = Optional.empty();
        private Optional<CachePolicy> cache = Optional.empty();

        void member(Frame frame, String name) throws IOException {
            switch (name) {
                case "retries" -> retries = frame.optionalDouble();
                case "retry_delay" -> delay = frame.optionalDouble();
                case "timeout" -> timeout = frame.optionalDouble();
                case "cpus" -> cpus = frame.optionalDouble();
                case "retry_factor" -> factor = frame.optionalDouble();
                case "memory" -> memory = frame.optionalNumber();
                case "wait" -> awaited = Optional.of(AwaitedReader.read(frame));
                case "retry_cap" -> cap = frame.optionalDouble();
                case "retry_jitter" -> jitter = frame.optionalDouble();
                case "retry_within" -> within = frame.optionalDouble();
                case "retry_on" -> on = Optional.of(new FailureSet(frame.texts()));
                case "retry_never" -> never = Optional.of(new FailureSet(frame.texts()));
                case "retry_when" -> when = frame.optionalText();
                case "losses" -> losses = frame.optionalDouble();
                case "cache" -> cache = Optional.of(policy(frame));
                default -> frame.pass();
            }
        }

        Tuning tuning() {
            return new Tuning(
                    retries.map(Double::intValue),
                    delay.map(Tuned::seconds),
                    timeout.map(Tuned::seconds),
                    cpus.map(number -> (int) Math.round(number * 1000)),
                    factor.map(number -> (int) Math.round(number * 100)),
                    memory,
                    retrying(),
                    cache);
        }

        private Retrying retrying() {
            Retrying retrying =
                    new Retrying(
                            cap.map(Tuned::seconds),
                            jitter.map(Double::intValue),
                            within.map(Tuned::seconds),
                            on,
                            never,
                            when,
                            losses.map(Double::intValue));
            return retrying.equals(Retrying.NONE) ? Retrying.NONE : retrying;
        }

        /** Nothing, or {@code [expiry, salt, ignore, code]}. */
        private static CachePolicy policy(Frame frame) throws IOException {
            if (!frame.optionalList()) {
                return CachePolicy.NEVER;
            }
            Optional<Duration> expiry = frame.optionalDouble().map(Tuned::seconds);
            String salt = frame.text();
            Set<String> ignore = new TreeSet<>(frame.texts());
            String code = frame.text();
            frame.end();
            return new CachePolicy(expiry, salt, ignore, code);
        }

        private static Duration seconds(double seconds) {
            return Duration.ofMillis(Math.round(seconds * 1000));
        }
    }
}
