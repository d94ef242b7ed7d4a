package dev.headrace.frontends.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.frontends.flow.Cases;
import dev.headrace.frontends.tests.TestDocument;
import dev.headrace.spec.flow.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden cases: {@code in.yaml} in a folder of its own. */
class YamlTestsTest {
    static List<Path> cases() throws IOException {
        return Cases.of("tests");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void golden(Path folder) throws IOException {
        String read = "";
        String error = "";
        try {
            read = text(YamlTests.read(folder.resolve("in.yaml"), "in.yaml"));
        } catch (InvalidSpec e) {
            error = e.getMessage() + "\n";
        }
        same(folder.resolve("error.txt"), error);
        same(folder.resolve("tests.txt"), read);
    }

    private static String text(TestDocument document) {
        return document.flow()
                + "\n"
                + document.cases().stream().map(one -> one + "\n").collect(Collectors.joining());
    }

    private static void same(Path file, String content) throws IOException {
        if (System.getProperty("generate") != null && !content.isEmpty()) {
            Files.writeString(file, content);
        }
        assertThat(content)
                .as(file + " (-Dgenerate writes it anew)")
                .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }

    @Test
    void tests_lie_in_a_flow_too(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("f.yaml"),
                        """
                        flow: f
                        tasks: {a: {run: x}}
                        tests:
                          cases: {one: {replace: {a: 1}, expect: {state: succeeded}}}
                        """);
        TestDocument tests = YamlTests.inside(file, "f.yaml").orElseThrow();
        assertThat(tests.flow()).isEqualTo("f.yaml");
        assertThat(tests.cases().getFirst().place()).isEqualTo("f.yaml:4:11");
        Files.writeString(file, "flow: f\ntasks: {a: {run: x}}\ntests: {flow: g, cases: {}}");
        assertThatThrownBy(() -> YamlTests.inside(file, "f.yaml"))
                .hasMessageContaining("HR-0107 f.yaml:3:9");
        Files.writeString(file, "flow: f\ntasks: {a: {run: x}}");
        assertThat(YamlTests.inside(file, "f.yaml")).isEmpty();
    }

    @Test
    void the_document_in_the_guide_can_be_read(@TempDir Path folder) throws IOException {
        Matcher found =
                Pattern.compile("```yaml\n(flow:.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("../docs/guide/testing.md")));
        assertThat(found.find()).isTrue();
        Path file = Files.writeString(folder.resolve("x.test.yaml"), found.group(1));
        assertThat(YamlTests.read(file, "x.test.yaml").cases()).hasSize(2);
    }

    /** Whatever is done to a text, the answer is a document or a problem with its place. */
    @Test
    void no_text_is_a_surprise(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("f.yaml");
        String bits = "{}[]:,&*!|>'\"%@#-? \n\t~<0a";
        List<Path> cases = cases();
        for (int seed = 0; seed < 1_500; seed++) {
            RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            StringBuilder text =
                    new StringBuilder(
                            Files.readString(
                                    cases.get(dice.nextInt(cases.size())).resolve("in.yaml")));
            for (int i = dice.nextInt(1, 6); i > 0 && !text.isEmpty(); i--) {
                int at = dice.nextInt(text.length());
                if (dice.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, bits.charAt(dice.nextInt(bits.length())));
                }
            }
            Files.writeString(file, text);
            try {
                YamlTests.read(file, "f.yaml");
            } catch (InvalidSpec e) {
                assertThat(e.problems())
                        .isNotEmpty()
                        .allMatch(problem -> problem.place().startsWith("f.yaml:"));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }
}
