package dev.headrace.codec.run;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How one type is written, read and described.
 *
 * @param word what it is, for the readers of the table
 */
record Slot<T>(String word, BiConsumer<Out, T> writer, Function<In, T> reader) {
    void write(Out out, T value) {
        writer.accept(out, value);
    }

    T read(In in) {
        return reader.apply(in);
    }
}
