package dev.headrace.codec.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.headrace.codec.json.Generated;
import dev.headrace.codec.json.Json;
import dev.headrace.spec.flow.FlowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated schema, and documents of every release, which are read for ever. */
class SchemaTest {
    private static final Path SPECS = Path.of("src/test/resources/specs");
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(FlowCodec.schema());

    @Test
    void the_schema_is_up_to_date() throws IOException {
        Generated.check("spec.schema.json", FlowCodec.schema());
    }

    static List<Path> golden() throws IOException {
        try (Stream<Path> files = Files.list(SPECS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void a_golden_document_is_read_and_written_as_ever(Path file) throws IOException {
        String text = Files.readString(file);
        FlowSpec flow = FlowCodec.read(text);
        assertThat(FlowCodec.write(flow)).isEqualTo(Json.read(text).canonical());
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
    }

    @Test
    void whatever_is_written_fits_the_schema() {
        ForAll.seeds(
                50,
                dice -> {
                    String text = FlowCodec.write(new RandomFlow(dice).flow());
                    assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"headrace\":2,\"name\":\"f\",\"root\":{\"kind\":\"graph\",\"children\":[]}}",
                "{\"headrace\":1,\"name\":\"f\",\"root\":{\"kind\":\"tusk\"}}",
                "{\"headrace\":1,\"name\":\"f\",\"root\":{\"kind\":\"graph\",\"children\":[]},\"x\":1}",
            })
    void the_schema_refuses_what_the_program_refuses(String text) {
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isNotEmpty();
    }
}
