package dev.headrace.frontends.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.headrace.codec.json.Digest;
import dev.headrace.codec.json.Form;
import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonList;
import dev.headrace.codec.json.JsonNumber;
import dev.headrace.codec.json.JsonObject;
import dev.headrace.expressions.cel.CelExpressions;
import dev.headrace.frontends.flow.Cases;
import dev.headrace.frontends.flow.Code;
import dev.headrace.frontends.flow.Snapshot;
import dev.headrace.spec.flow.FlowSpec.CodeFile;
import dev.headrace.spec.flow.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden cases: {@code in.yaml} in a folder of its own, with the Python files that it names. */
class YamlFlowTest {
    private static final Path PAGE = Path.of("../docs/generated/flow-yaml.schema.json");
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(YamlFlow.schema());
    private static final Snapshot SNAPSHOT =
            path ->
                    Code.of(
                            new CodeFile(
                                    path.replace(".py", "").replace('/', '.'),
                                    path,
                                    Digest.sha256(path)));

    static List<Path> cases() throws IOException {
        return Cases.of("yaml");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void golden(Path folder) throws IOException {
        Path file = folder.resolve("in.yaml");
        Cases.check(
                folder,
                () -> YamlFlow.read(file, Optional.empty(), SNAPSHOT, new CelExpressions()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_is_a_flow_fits_the_schema(Path folder) throws IOException {
        if (Files.exists(folder.resolve("spec.json"))) {
            String json = plain(Files.readString(folder.resolve("in.yaml"))).compact();
            assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_schema_knows_what_is_no_flow_by_its_form(Path folder) throws IOException {
        Path error = folder.resolve("error.txt");
        if (Files.exists(error) && Files.readString(error).startsWith("HR-0107")) {
            Optional<Yaml> read;
            try {
                read = YamlReader.read("", Files.readString(folder.resolve("in.yaml")));
            } catch (InvalidSpec e) {
                return;
            }
            String json = read.map(YamlFlowTest::plain).orElseThrow().compact();
            assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
        }
    }

    @Test
    void the_schema_is_up_to_date() throws IOException {
        if (System.getProperty("generate") != null) {
            Files.writeString(PAGE, YamlFlow.schema());
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as(PAGE + " is stale: run the test with -Dgenerate")
                .isEqualTo(YamlFlow.schema());
    }

    @Test
    void every_flow_in_the_guide_can_run(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("fit.py"), "");
        List<String> flows = new ArrayList<>();
        for (String page : List.of("yaml.md", "joins.md", "templates.md")) {
            String guide = Files.readString(Path.of("../docs/guide").resolve(page));
            Pattern.compile("```yaml\n(flow:.*?)```", Pattern.DOTALL)
                    .matcher(guide)
                    .results()
                    .map(found -> found.group(1))
                    .forEach(flows::add);
        }
        assertThat(flows).hasSizeGreaterThan(5);
        for (String flow : flows) {
            Path file = Files.writeString(folder.resolve("flow.yaml"), flow);
            assertThat(YamlFlow.read(file, Optional.empty(), SNAPSHOT, new CelExpressions()).name())
                    .isNotEmpty();
        }
    }

    @Test
    void the_guide_names_every_key() throws IOException {
        String guide = Files.readString(Path.of("../docs/guide/yaml.md"));
        for (Key key : Key.values()) {
            assertThat(guide).contains("`" + key.word() + "`");
        }
    }

    @Test
    void a_flow_of_another_name_is_not_there(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("f.yaml"), "flow: nightly\ntasks: {a: {run: x}}");
        assertThat(
                        YamlFlow.read(file, Optional.of("nightly"), SNAPSHOT, new CelExpressions())
                                .name())
                .isEqualTo("nightly");
        assertThatThrownBy(() ->
                        YamlFlow.read(file, Optional.of("nigthly"), SNAPSHOT, new CelExpressions()))
                .hasMessageContaining("HR-0112")
                .hasMessageContaining("did you mean 'nightly'?");
    }

    @Test
    void files_have_limits(@TempDir Path folder) throws IOException {
        Path large = Files.writeString(folder.resolve("l.yaml"), "#".repeat((4 << 20) + 1));
        assertThatThrownBy(() ->
                        YamlFlow.read(large, Optional.empty(), SNAPSHOT, new CelExpressions()))
                .hasMessageContaining("HR-0105");
        Path latin = Files.write(folder.resolve("u.yaml"), new byte[] {'a', (byte) 0xe4});
        assertThatThrownBy(() ->
                        YamlFlow.read(latin, Optional.empty(), SNAPSHOT, new CelExpressions()))
                .hasMessageContaining("HR-0106");
        assertThatThrownBy(() ->
                        YamlFlow.read(folder, Optional.empty(), SNAPSHOT, new CelExpressions()))
                .hasMessageContaining("HR-0117");
        assertThatThrownBy(() ->
                        YamlFlow.read(
                                folder.resolve("x.yaml"),
                                Optional.empty(),
                                SNAPSHOT,
                                new CelExpressions()))
                .hasMessageContaining("HR-0117");
    }

    @Test
    void a_link_may_not_lead_outside(@TempDir Path folder) throws IOException {
        Path outside = Files.writeString(folder.resolve("out.py"), "");
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.createSymbolicLink(home.resolve("in.py"), outside);
        Path file =
                Files.writeString(
                        home.resolve("f.yaml"), "flow: f\ntasks: {a: {python: 'in.py:f'}}");
        assertThatThrownBy(
                        () -> YamlFlow.read(file, Optional.empty(), SNAPSHOT, new CelExpressions()))
                .hasMessageContaining("HR-0116");
    }

    /** Whatever is done to a text, the answer is a flow or a problem with its place. */
    @Test
    void no_text_is_a_surprise(@TempDir Path folder) throws IOException {
        List<Path> cases = cases();
        Path file = folder.resolve("f.yaml");
        for (int seed = 0; seed < 1_500; seed++) {
            RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Path one = cases.get(dice.nextInt(cases.size())).resolve("in.yaml");
            String text = mutilated(Files.readString(one), dice);
            Files.writeString(file, text);
            try {
                YamlFlow.read(file, Optional.empty(), SNAPSHOT, new CelExpressions());
            } catch (InvalidSpec e) {
                assertThat(e.problems())
                        .isNotEmpty()
                        .allMatch(problem -> problem.place().startsWith(file + ":"));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    private static String mutilated(String text, RandomGenerator dice) {
        String bits = "{}[]:,&*!|>'\"%@#-? \n\t\u0000~<0a\ud83d";
        StringBuilder other = new StringBuilder(text.substring(0, Math.min(text.length(), 2_000)));
        for (int i = dice.nextInt(1, 6); i > 0 && !other.isEmpty(); i--) {
            int at = dice.nextInt(other.length());
            if (dice.nextBoolean()) {
                other.deleteCharAt(at);
            } else {
                other.insert(at, bits.charAt(dice.nextInt(bits.length() - 1)));
            }
        }
        return other.toString();
    }

    private static Json plain(String text) {
        return plain(YamlReader.read("", text).orElseThrow());
    }

    private static Json plain(Yaml yaml) {
        return switch (yaml) {
            case YamlScalar scalar -> plain(scalar.value());
            case YamlList list ->
                    new JsonList(list.items().stream().map(YamlFlowTest::plain).toList());
            case YamlMap map -> {
                JsonObject object = JsonObject.EMPTY;
                for (YamlMap.Entry entry : map.entries()) {
                    object = object.with(entry.key().text(), plain(entry.value()));
                }
                yield object;
            }
        };
    }

    /** Numbers that plain JSON cannot say, as near as it can. */
    private static Json plain(Json value) {
        return value instanceof JsonObject form && form.members().containsKey(Form.TAG)
                ? JsonNumber.of(1)
                : value;
    }
}
