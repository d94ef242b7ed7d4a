package dev.headrace.adapters.local.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames are read in the order of their fields. */
class FrameTest {
    private static Frame frame(String json) throws IOException {
        return new Frame(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void values_are_taken_as_they_were_written() throws IOException {
        List<String> values =
                List.of(
                        "1",
                        "-0.50",
                        "1e5",
                        "\"ä\\n\\u00e4\"",
                        "null",
                        "true",
                        "false",
                        "[1,[2,{}],\"]\"]",
                        "{\"a\" : {\"b\":[]}}",
                        "\"\"",
                        "[]",
                        "12");
        try (Frame frame = frame("[" + String.join(" , ", values) + "]")) {
            List<String> read = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                read.add(frame.json());
            }
            assertThat(read).isEqualTo(values);
        }
    }

    @Test
    void in_lists_and_objects_too() throws IOException {
        try (Frame frame = frame("[[\"x\",{\"k\":[1, 2],\"l\":\"m\"}],[3 ],\"end\"]")) {
            frame.list();
            assertThat(frame.more()).isTrue();
            assertThat(frame.text()).isEqualTo("x");
            List<String> members = new ArrayList<>();
            frame.object(name -> members.add(name + "=" + frame.json()));
            assertThat(members).containsExactly("k=[1, 2]", "l=\"m\"");
            assertThat(frame.more()).isFalse();
            frame.list();
            assertThat(frame.more()).isTrue();
            assertThat(frame.json()).isEqualTo("3");
            frame.end();
            assertThat(frame.text()).isEqualTo("end");
        }
    }

    @Test
    void what_is_broken_is_refused() {
        for (String json : List.of("", "{}", "[1,", "[\"a\" 1]", "nonsense", "[{\"a\":}]")) {
            assertThatThrownBy(() -> readAll(json)).as(json).isInstanceOf(IOException.class);
        }
    }

    private static void readAll(String json) throws IOException {
        try (Frame frame = frame(json)) {
            while (frame.more()) {
                frame.json();
            }
        }
    }

    @Test
    void what_is_written_can_be_read() throws IOException {
        String text = "a\"\\\n\u0001\u007f ü \ud83d\ude00 \u2028";
        String json =
                new Text()
                        .open('[')
                        .text(text)
                        .open('{')
                        .name(text)
                        .number(-5)
                        .close('}')
                        .close(']')
                        .toString();
        try (Frame frame = frame(json)) {
            assertThat(frame.text()).isEqualTo(text);
            frame.object(name -> {
                assertThat(name).isEqualTo(text);
                assertThat(frame.number()).isEqualTo(-5);
            });
        }
    }
}
