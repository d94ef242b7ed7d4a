package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The language of expressions, as those see it who read flows: what is wrong, which names. */
public interface Expressions {
    /** What an expression is for. */
    enum Purpose {
        /** Yes or no. */
        CONDITION,
        /** Any value. */
        VALUE
    }

    /** Reads a text, without any value at hand. */
    Reading read(String text, Purpose purpose);

    /** What came of it. */
    sealed interface Reading {}

    /**
     * It can be worked out.
     *
     * @param names that it uses and does not bind itself: {@code n}, or {@code params.n} and {@code
     *     tasks.n} where it says which is meant
     */
    record Sound(SortedSet<String> names) implements Reading {
        public Sound {
            names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        }
    }

    /**
     * It cannot.
     *
     * @param column of the text, from 1; 0 for the whole
     */
    record Unsound(Flaw flaw, int column, String why) implements Reading {}

    /** What can be wrong with a text. */
    enum Flaw {
        /** It is no expression. */
        SYNTAX,
        /** Its parts do not fit together, or it gives what is not wanted. */
        TYPE,
        /** It is too long, or too deep. */
        LIMIT
    }

    /** Names one of the flow's parameters, or a task, where the bare name could be either. */
    String PARAMS = "params";

    String TASKS = "tasks";

    /** The item of the ForEach around. */
    String ITEM = "item";
}
