package dev.headrace.adapters.local.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.adapters.local.home.Trouble;
import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a flow file declares in its block {@code # /// script} (PEP 723).
 *
 * @param requiresPython a version specifier
 * @param dependencies in the order of the file
 */
record Script(Optional<String> requiresPython, List<String> dependencies) {
    private static final String OPENING = "# /// script";
    private static final String CLOSING = "# ///";
    static final int DEPENDENCIES_MAX = 1000;

    Script {
        dependencies = List.copyOf(dependencies);
    }

    /** Empty when the file declares nothing. */
    static Optional<Script> of(Path file) {
        try {
            return read(file, new String(Files.readAllBytes(file), UTF_8));
        } catch (IOException trouble) {
            throw Trouble.input(
                    Problem.at(file.toString(), "HR-0206", "the flow file cannot be read")
                            .because(String.valueOf(trouble.getMessage()))
                            .mend("give the path of a file that you may read"));
        }
    }

    static Optional<Script> read(Path file, String text) {
        List<String> lines = text.lines().toList();
        int opening = lines.indexOf(OPENING);
        if (opening < 0) {
            return Optional.empty();
        }
        int closing = -1;
        int end = opening + 1;
        while (end < lines.size() && isOfBlock(lines.get(end))) {
            if (lines.get(end).equals(CLOSING)) {
                closing = end;
            }
            end++;
        }
        if (closing < 0) {
            throw wrong(file, opening + 1, "the block '# /// script' has no end")
                    .mend("end it with a line '# ///'; each line between begins with '# '")
                    .trouble();
        }
        int another = lines.subList(closing, lines.size()).indexOf(OPENING);
        if (another >= 0) {
            throw wrong(file, closing + another + 1, "a second block '# /// script'")
                    .mend("keep one of them")
                    .trouble();
        }
        var content = new StringBuilder();
        for (String line : lines.subList(opening + 1, closing)) {
            content.append(line.length() < 2 ? "" : line.substring(2)).append('\n');
        }
        return Optional.of(new ScriptToml(file, content.toString(), opening + 2).read());
    }

    private static boolean isOfBlock(String line) {
        return line.equals("#") || line.startsWith("# ");
    }

    /** Something wrong in the block, at a line of the file. */
    static Wrong wrong(Path file, int line, String what) {
        return new Wrong(Problem.at(file + ":" + line, "HR-0201", what));
    }

    /** A problem on its way to be thrown. */
    record Wrong(Problem problem) {
        Wrong mend(String cure) {
            return new Wrong(problem.mend(cure));
        }

        Wrong because(String why) {
            return new Wrong(problem.because(why));
        }

        Trouble trouble() {
            return Trouble.input(problem);
        }
    }
}
