package dev.headrace.spec.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * A flow: what is run first, and what may be called by name.
 *
 * @param code the files that it came from; the flow version is the digest of all of this
 * @param environment the digest of the Python environment that it declares, if it does
 * @param library parts of the flow that are called by name
 * @param rules what holds for the run as a whole: its hooks
 * @param called what holds for tasks that running code calls, by name; else nothing special
 * @param history how many events a generation of a run may have, {@link #HISTORY_MIN} to {@link
 *     #HISTORY_MAX}
 */
public record FlowSpec(
        String name,
        SequencedMap<String, Param> params,
        Node root,
        SequencedMap<String, Task> templates,
        List<CodeFile> code,
        Optional<String> environment,
        SequencedMap<String, Template> library,
        Rules rules,
        SequencedMap<String, Rules> called,
        int history) {
    public static final int HISTORY = 1_000_000;
    public static final int HISTORY_MIN = 100;
    public static final int HISTORY_MAX = 100_000_000;
    public static final int TEMPLATES_MAX = 10_000;
    public static final int DEPTH_MAX = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

    /**
     * A file of the flow's code.
     *
     * @param module the name under which it is imported
     * @param path relative to the flow's folder
     * @param digest {@code sha256:…} of its bytes
     */
    public record CodeFile(String module, String path, String digest) {
        public CodeFile {
            Objects.requireNonNull(module);
            Objects.requireNonNull(path);
            Objects.requireNonNull(digest);
        }
    }

    /** One without parts that are called by name, and without hooks. */
    public FlowSpec(
            String name,
            SequencedMap<String, Param> params,
            Node root,
            SequencedMap<String, Task> templates,
            List<CodeFile> code,
            Optional<String> environment) {
        this(name, params, root, templates, code, environment, new LinkedHashMap<>());
    }

    /** One without hooks, whose runs may have as many events as is usual. */
    public FlowSpec(
            String name,
            SequencedMap<String, Param> params,
            Node root,
            SequencedMap<String, Task> templates,
            List<CodeFile> code,
            Optional<String> environment,
            SequencedMap<String, Template> library) {
        this(
                name,
                params,
                root,
                templates,
                code,
                environment,
                library,
                Rules.PLAIN,
                Collections.emptySortedMap(),
                HISTORY);
    }

    public FlowSpec {
        Objects.requireNonNull(rules);
        Objects.requireNonNull(root);
        Objects.requireNonNull(environment);
        if (!isName(name)) {
            throw new InvalidSpec(
                    Problem.at("", "HR-0103", "'" + name + "' cannot be the name of a flow")
                            .because(
                                    "names begin with a letter and have at most 100 letters,"
                                            + " digits, '_', '-' and '.'")
                            .mend("give it another name"));
        }
        params = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(params));
        templates = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(templates));
        called = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(called));
        code = List.copyOf(code);
        library = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(library));
        Limits.check(root, templates.size() + library.size());
        library.values().forEach(template -> Limits.check(template.body(), 0));
        Limits.hooks(rules);
        called.values().forEach(Limits::hooks);
        Templates.check(root, rules, called.values(), library);
    }

    /** What holds for a task that running code calls. */
    public Rules rules(String template) {
        return called.getOrDefault(template, Rules.PLAIN);
    }

    /** Whether flows and tasks may be called this. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
