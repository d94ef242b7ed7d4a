package dev.headrace.engine.explain;

import java.util.Objects;

/**
 * Why something is as it is.
 *
 * @param sentence one sentence
 * @param remedy what to do about it; empty when nothing needs doing
 */
public record Explanation(String sentence, String remedy) {
    public Explanation {
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(remedy);
    }
}
