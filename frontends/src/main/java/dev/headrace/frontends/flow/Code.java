package dev.headrace.frontends.flow;

import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Code that has been kept.
 *
 * @param files the file that was asked for, then those that it imports
 * @param tasks what is in them for running code to call
 * @param rules what holds for these, by name; else nothing special
 */
public record Code(
        List<CodeFile> files, SequencedMap<String, Task> tasks, SequencedMap<String, Rules> rules) {
    public Code {
        files = List.copyOf(files);
        rules = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rules));
        tasks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tasks));
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no file was kept");
        }
    }

    /** One file that imports no other and has no tasks. */
    public static Code of(CodeFile file) {
        return new Code(List.of(file), new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}
