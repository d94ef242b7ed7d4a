package dev.headrace.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.run.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueReaderTest {
    private static final String HELD = "sha256:" + "a".repeat(64);
    private static final String GONE = "sha256:" + "b".repeat(64);
    private int opened;
    private final ValueReader reader = new ValueReader(this::file);

    private Optional<byte[]> file(String digest) {
        opened++;
        return Optional.ofNullable(Map.of(HELD, "[1,{\"a\":[true]}]").get(digest))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static Value stored(String encoding, String digest) {
        return new Value(
                Form.of("stored", JsonNull.NULL)
                        .with("encoding", new JsonText(encoding))
                        .with("digest", new JsonText(digest))
                        .compact());
    }

    @Test
    void a_list_in_a_file_has_items_and_parts() {
        Value list = stored("json", HELD);
        assertThat(reader.items(list))
                .contains(List.of(new Value("1"), new Value("{\"a\":[true]}")));
        assertThat(reader.part(list, List.of("1", "a", "0"))).contains(new Value("true"));
        assertThat(reader.part(list, List.of("2"))).isEmpty();
        assertThat(reader.whole(list)).isEqualTo(new Value("[1,{\"a\":[true]}]"));
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void what_is_gone_or_no_json_stays_what_it_is() {
        for (Value value : List.of(stored("json", GONE), stored("pickle", HELD))) {
            assertThat(reader.items(value)).isEmpty();
            assertThat(reader.part(value, List.of("0"))).isEmpty();
            assertThat(reader.whole(value)).isEqualTo(value);
        }
    }

    @Test
    void what_lies_in_the_value_itself_needs_no_file() {
        assertThat(reader.items(new Value("[7]"))).contains(List.of(new Value("7")));
        assertThat(reader.whole(new Value("{\"a\": 1}"))).isEqualTo(new Value("{\"a\": 1}"));
        assertThat(opened).isZero();
    }
}
