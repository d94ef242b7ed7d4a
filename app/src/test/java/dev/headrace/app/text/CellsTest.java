package dev.headrace.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {
    @Test
    void wide_characters_take_two_columns_and_marks_none() {
        assertThat(Cells.width("train")).isEqualTo(5);
        assertThat(Cells.width("训练")).isEqualTo(4);
        assertThat(Cells.width("é")).isEqualTo(1);
    }

    @Test
    void a_cut_says_that_something_is_missing() {
        assertThat(Cells.cut("training", 8)).isEqualTo("training");
        assertThat(Cells.cut("training", 5)).isEqualTo("trai…");
        assertThat(Cells.cut("训练训练", 5)).isEqualTo("训练…");
    }

    @Test
    void what_users_write_moves_no_cursor() {
        assertThat(Cells.plain("\u001b[31mred\u001b[0m\u001b[2J\ta\rb\u0007")).isEqualTo("red ab");
    }

    @Test
    void a_table_gives_way_in_one_column() {
        Table table = new Table(1, "RUN", "FLOW", "STATE");
        table.add("1m88", "a-flow-with-a-long-name", "failed");
        assertThat(table.text(26))
                .isEqualTo("RUN   FLOW          STATE\n1m88  a-flow-with…  failed\n");
    }
}
