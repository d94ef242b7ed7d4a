package dev.headrace.codec.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.InvalidSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowCodecTest {
    @Test
    void what_is_written_is_read() {
        ForAll.seeds(
                500,
                dice -> {
                    FlowSpec flow = new RandomFlow(dice).flow();
                    String text = FlowCodec.write(flow);
                    FlowSpec read = FlowCodec.read(text);
                    assertThat(read).isEqualTo(flow);
                    assertThat(FlowCodec.write(read)).isEqualTo(text);
                    assertThat(FlowCodec.read(FlowCodec.pretty(flow))).isEqualTo(flow);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {                                       | HR-0106 line 1, column
                    [1]                                     | HR-0108: this is a list
                    {}                                      | HR-0108: 'headrace' is missing
                    {"headrace":2}                          | HR-0109 headrace: a flow in format 2
                    {"headrace":1,"nome":"x"}               | HR-0107: 'nome' is not known here
                    {"headrace":1,"nome":"x"}               | did you mean 'name'?
                    {"headrace":1,"name":7}                 | HR-0108 name: this is a number
                    {"headrace":1,"name":"f","root":{}}     | HR-0108 root: this is an object
                    {"headrace":1,"name":"f","root":{"kind":"tusk"}}  | HR-0107 root.kind: 'tusk' is not known here
                    {"headrace":1,"name":"f","root":{"kind":"task","action":{"kind":"program","argv":[]}}} | HR-0105 root.action: a process has a program
                    {"headrace":1,"name":"f","root":{"kind":"task","action":{"kind":"program","argv":["a",1]}}} | HR-0108 root.action.argv[1]: this is a number
                    {"headrace":1,"name":"f","root":{"kind":"task","action":{"kind":"program","argv":["a"]},"timeout":"10s"}} | HR-0108 root.timeout: '10s' is not a duration
                    {"headrace":1,"name":"f","root":{"kind":"task","action":{"kind":"program","argv":["a"]},"timeout":"PT0S"}} | HR-0105 root: a timeout must be over 0
                    {"headrace":1,"name":"f","root":{"kind":"task","action":{"kind":"program","argv":["a"]},"retry":{"retries":1001}}} | HR-0108 root.retry.retries: this is 1001
                    {"headrace":1,"name":"-","root":{"kind":"task","action":{"kind":"program","argv":["a"]}}} | HR-0103: '-' cannot be the name
                    {"headrace":1,"name":"f","root":{"kind":"graph","children":[]}} | HR-0105 root: a graph with 0 children
                    {"headrace":1,"name":"f","root":{"kind":"graph","children":[{"name":"a","needs":["a"],"node":{"kind":"task","action":{"kind":"program","argv":["a"]}}}]}} | HR-0101 root.a: a cycle: a -> a
                    {"headrace":1,"name":"f","root":{"kind":"task","action":{"kind":"program","argv":["a"]}},"params":[{"name":"a"},{"name":"a"}]} | HR-0104 params: 'a' is there twice
                    """)
    void what_is_wrong_is_named_with_its_place(String text, String message) {
        assertThatThrownBy(() -> FlowCodec.read(text))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(message);
    }
}
