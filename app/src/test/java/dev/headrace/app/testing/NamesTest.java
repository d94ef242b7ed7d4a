package dev.headrace.app.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.codec.json.JsonObject;
import dev.headrace.frontends.tests.Replacement;
import dev.headrace.frontends.tests.TestCase;
import dev.headrace.spec.flow.Action;
import dev.headrace.spec.flow.FlowSpec;
import dev.headrace.spec.flow.Graph;
import dev.headrace.spec.flow.Hook;
import dev.headrace.spec.flow.Rules;
import dev.headrace.spec.flow.Task;
import dev.headrace.spec.flow.Wait;
import dev.headrace.spec.run.Awaited;
import dev.headrace.spec.run.NodePath;
import dev.headrace.spec.run.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final Task TASK = Task.of(new Action.Python("f.py", "f"));

    @Test
    void numbers_are_no_part_of_a_name() {
        assertThat(Names.bare(new NodePath("train/fold[3]/fit#2"))).isEqualTo("train/fold/fit");
        assertThat(Names.name(new NodePath("train/fit#2[eu]"))).isEqualTo("fit");
        assertThat(Names.name(new NodePath("wait_for~1.2#3"))).isEqualTo("wait_for");
        assertThat(Names.name(new NodePath("fit-1.2"))).isEqualTo("fit-1.2");
    }

    @Test
    void what_is_replaced_must_be_there() {
        Names names = new Names(flow());
        assertThatCode(() -> names.check(test("fit"))).doesNotThrowAnyException();
        assertThatCode(() -> names.check(test("sub/fit[7]"))).doesNotThrowAnyException();
        assertThatCode(() -> names.check(test("called"))).doesNotThrowAnyException();
        assertThatCode(() -> names.check(test("fit/:finally"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> names.check(test("fti")))
                .hasMessageContaining("HR-0450 f.test.yaml:3:5: the flow has no task 'fti'")
                .hasMessageContaining("did you mean 'fit'?");
        assertThatThrownBy(() -> names.check(test("nap")))
                .hasMessageContaining("HR-0450")
                .hasMessageContaining("is a wait");
        assertThatThrownBy(() -> names.check(test(""))).hasMessageContaining("HR-0450");
    }

    private static FlowSpec flow() {
        LinkedHashMap<String, Graph.Child> children = new LinkedHashMap<>();
        Hook tidy = new Hook("finally", Hook.On.ENDED, TASK);
        children.put(
                "fit", new Graph.Child(TASK, new TreeSet<>(), Rules.PLAIN.with(List.of(tidy))));
        children.put(
                "nap",
                new Graph.Child(new Wait(new Awaited.After(Duration.ofDays(1))), new TreeSet<>()));
        LinkedHashMap<String, Task> templates = new LinkedHashMap<>();
        templates.put("called", TASK);
        return new FlowSpec(
                "f",
                new LinkedHashMap<>(),
                new Graph(children),
                templates,
                List.of(),
                Optional.empty());
    }

    private static TestCase test(String task) {
        return new TestCase(
                "one",
                "f.test.yaml:2:3",
                JsonObject.EMPTY,
                List.of(
                        new TestCase.Replaced(
                                "f.test.yaml:3:5", task, new Replacement.Gives(Value.NULL), false)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                TestCase.LIMIT,
                List.of());
    }
}
