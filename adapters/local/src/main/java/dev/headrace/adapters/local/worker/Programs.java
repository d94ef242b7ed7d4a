package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Failure;
import dev.headrace.spec.run.Outcome;
import dev.headrace.spec.run.Value;
import dev.headrace.spi.worker.Assignment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a program of a task sees and leaves. Its inputs are environment variables; what it writes to
 * the file {@code $HEADRACE_OUTPUT}, as JSON, is its result.
 */
final class Programs {
    /** Characters of one input; what a kernel takes for one variable is 128 KiB. */
    static final int INPUT_MAX = 100_000;

    /** Bytes of a result. */
    static final int OUTPUT_MAX = 4_096;

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Programs() {}

    /** Why an input cannot be handed over; thrown before anything starts. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        Unfit(String message) {
            super(message);
        }
    }

    static Map<String, String> environment(
            Assignment assignment, Action.Program program, Map<String, String> base, Path output)
            throws Unfit, IOException {
        Map<String, String> variables = new TreeMap<>(base);
        variables.putAll(program.env());
        for (Argument input : assignment.inputs()) {
            if (!VARIABLE.matcher(input.name()).matches()) {
                throw new Unfit(
                        "the input '" + input.name() + "' cannot be the name of a variable");
            }
            String text = plain(Holes.filled(input.value().json(), assignment.results()));
            if (text.length() > INPUT_MAX) {
                throw new Unfit(
                        "the input "
                                + input.name()
                                + " has "
                                + text.length()
                                + " characters; a variable holds "
                                + INPUT_MAX);
            }
            variables.put(input.name(), text);
        }
        variables.put("HEADRACE_RUN", assignment.run().text());
        variables.put("HEADRACE_TASK", assignment.attempt().node().text());
        variables.put("HEADRACE_ATTEMPT", Integer.toString(assignment.attempt().number()));
        variables.put("HEADRACE_OUTPUT", output.toString());
        return variables;
    }

    /** A text without its quotes, anything else as JSON. */
    private static String plain(String json) throws IOException {
        if (!json.startsWith("\"")) {
            return json;
        }
        try (Frame frame = Frame.of(json)) {
            return frame.text();
        }
    }

    static Outcome outcome(int code, Path output, String lastLine) {
        if (code != 0) {
            return new Outcome.Failed(Failure.of(Failure.Kind.USER, "exit " + code, lastLine));
        }
        try {
            if (!Files.exists(output)) {
                return new Outcome.Succeeded(Value.NULL);
            }
            if (Files.size(output) > OUTPUT_MAX) {
                return unkept("it wrote over " + OUTPUT_MAX + " bytes to $HEADRACE_OUTPUT");
            }
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                return new Outcome.Succeeded(Value.NULL);
            }
            try (Frame frame = Frame.of(text)) {
                String json = frame.json();
                frame.end();
                return new Outcome.Succeeded(new Value(json));
            }
        } catch (IOException e) {
            return unkept("what it wrote to $HEADRACE_OUTPUT is no JSON");
        }
    }

    private static Outcome unkept(String message) {
        return new Outcome.Failed(Failure.of(Failure.Kind.VALUE, "BadOutput", message));
    }
}
