package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Use of a {@link Template}: its body is run in a scope of its own, in which its arguments are
 * those that are given here. Its result is that of the template. A template may call itself.
 *
 * @param template the name of a template of the flow
 * @param inputs by parameter; one that is not given is what the template says
 * @param repeat whether it is run again and again
 */
public record Call(String template, SequencedMap<String, Input> inputs, Optional<Repeat> repeat)
        implements Node {
    /** How often a template may be under way within itself (Argo: maximum recursion depth). */
    public static final int RECURSION_MAX = 100;

    /** Once. */
    public Call(String template, SequencedMap<String, Input> inputs) {
        this(template, inputs, Optional.empty());
    }

    public Call {
        Objects.requireNonNull(template);
        Objects.requireNonNull(repeat);
        if (inputs.size() > Task.INPUTS_MAX) {
            throw new IllegalArgumentException("a call has at most " + Task.INPUTS_MAX + " inputs");
        }
        inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    }
}
