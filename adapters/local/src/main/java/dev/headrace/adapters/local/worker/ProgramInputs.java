package dev.headrace.adapters.local.worker;

import dev.headrace.adapters.local.link.Frame;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.run.Argument;
import dev.headrace.spec.run.Failure;
import dev.headrace.spi.worker.Assignment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a program is given: each input is an environment variable of its name. A text is itself, a
 * number its digits, and everything else JSON; what lies in the artifact store and is no JSON is
 * the path of its file.
 */
final class ProgramInputs {
    /** Bytes of one input; a kernel takes 128 KiB for one variable. */
    static final int INPUT_MAX = 100_000;

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ProgramInputs() {}

    /** Why an input cannot be handed over; thrown before anything starts. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        private final Failure.Kind kind;

        Unfit(Failure.Kind kind, String message) {
            super(message);
            this.kind = kind;
        }

        Failure.Kind kind() {
            return kind;
        }
    }

    static Map<String, String> variables(
            Assignment assignment, Action.Program program, Path artifacts) throws Unfit {
        Map<String, String> variables = new LinkedHashMap<>(program.env());
        for (Argument input : assignment.inputs()) {
            variables.put(input.name(), text(input, assignment, artifacts));
        }
        variables.put("HEADRACE_RUN", assignment.run().text());
        variables.put("HEADRACE_TASK", assignment.attempt().node().text());
        variables.put("HEADRACE_ATTEMPT", Integer.toString(assignment.attempt().number()));
        return variables;
    }

    private static String text(Argument input, Assignment assignment, Path artifacts) throws Unfit {
        String name = input.name();
        if (!VARIABLE.matcher(name).matches()) {
            throw new Unfit(
                    Failure.Kind.VALUE,
                    "the input '" + name + "' cannot be the name of an environment variable");
        }
        String text;
        try {
            String json = Holes.filled(input.value().json(), assignment.results());
            text = plain(json, artifacts);
        } catch (IOException e) {
            throw new Unfit(
                    Failure.Kind.VALUE,
                    "the input '" + name + "' cannot be read: " + e.getMessage());
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > INPUT_MAX) {
            throw new Unfit(
                    Failure.Kind.LIMIT,
                    "the input '"
                            + name
                            + "' has "
                            + bytes
                            + " bytes; an environment variable holds at most "
                            + INPUT_MAX);
        }
        if (text.indexOf('\0') >= 0) {
            throw new Unfit(
                    Failure.Kind.VALUE,
                    "the input '" + name + "' holds a zero byte, which no variable can");
        }
        return text;
    }

    private static String plain(String json, Path artifacts) throws IOException {
        if (json.startsWith("\"")) {
            try (Frame frame = Frame.of(json)) {
                return frame.text();
            }
        }
        if (!json.startsWith("{")) {
            return json;
        }
        Form form = new Form();
        try (Frame frame = Frame.of(json)) {
            frame.object(name -> form.member(frame, name));
        }
        return switch (form.kind) {
            case "float", "int" -> form.text;
            case "stored" -> stored(form, artifacts);
            default -> json;
        };
    }

    private static String stored(Form form, Path artifacts) throws IOException {
        String digest = form.digest.substring(form.digest.indexOf(':') + 1);
        if (digest.length() < 3) {
            throw new IOException("it is stored without a digest");
        }
        Path file = artifacts.resolve(digest.substring(0, 2)).resolve(digest.substring(2));
        if (!form.encoding.equals("json") || Files.size(file) > INPUT_MAX) {
            return file.toString();
        }
        return plain(Files.readString(file), artifacts);
    }

    /** The members of a form that matter here. */
    private static final class Form {
        private String kind = "";
        private String text = "";
        private String encoding = "";
        private String digest = "";

        void member(Frame frame, String name) throws IOException {
            switch (name) {
                case "$" -> kind = frame.optionalTextOrPass().orElse("");
                case "v" -> text = frame.optionalTextOrPass().orElse("");
                case "encoding" -> encoding = frame.optionalTextOrPass().orElse("");
                case "digest" -> digest = frame.optionalTextOrPass().orElse("");
                default -> frame.pass();
            }
        }
    }
}
