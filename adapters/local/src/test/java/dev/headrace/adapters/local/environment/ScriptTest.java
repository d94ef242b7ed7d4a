package dev.headrace.adapters.local.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.adapters.local.home.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file declares. */
final class ScriptTest {
    private static Optional<Script> read(String... lines) {
        return Script.read(Path.of("train.py"), String.join("\n", lines) + "\nimport numpy\n");
    }

    private static void wrong(String place, String what, String... lines) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOfSatisfying(
                        Trouble.class,
                        no -> {
                            assertThat(no.problem().code()).isEqualTo("HR-0201");
                            assertThat(no.problem().place()).isEqualTo(place);
                            assertThat(no.problem().what()).contains(what);
                            assertThat(no.status()).isEqualTo(2);
                        });
    }

    @Test
    void a_file_without_a_block_declares_nothing() {
        assertThat(read("# a comment", "import x")).isEmpty();
        assertThat(read(" # /// script", "# dependencies = 7", "# ///")).isEmpty();
        assertThat(read("# /// other", "# dependencies = 7", "# ///")).isEmpty();
    }

    @Test
    void a_block_names_a_range_of_versions_and_dependencies() {
        assertThat(
                        read(
                                "#!/usr/bin/env python",
                                "# /// script",
                                "# # a comment",
                                "# requires-python = \">=3.10\" # why",
                                "#",
                                "# dependencies = [",
                                "#   \"numpy>=1.26\",  # arrays",
                                "#   'scikit-learn[extra]==1.5; python_version < \"3.14\"',",
                                "#   \"caf\\u00e9 @ file:///tmp/x\"",
                                "# ]",
                                "# [tool.uv]",
                                "# index-url = { anything = [goes] }",
                                "# ///"))
                .contains(
                        new Script(
                                Optional.of(">=3.10"),
                                List.of(
                                        "numpy>=1.26",
                                        "scikit-learn[extra]==1.5; python_version < \"3.14\"",
                                        "café @ file:///tmp/x")));
    }

    @Test
    void lines_may_end_as_on_windows_and_a_block_may_be_empty() {
        assertThat(Script.read(Path.of("f"), "# /// script\r\n# dependencies=['a']\r\n# ///\r\n"))
                .contains(new Script(Optional.empty(), List.of("a")));
        assertThat(read("# /// script", "# ///")).contains(new Script(Optional.empty(), List.of()));
        assertThat(read("# /// script", "# dependencies = []", "# ///"))
                .contains(new Script(Optional.empty(), List.of()));
    }

    @Test
    void what_is_wrong_is_named_with_its_line() {
        wrong("train.py:1", "has no end", "# /// script", "# dependencies = []", "x = 1");
        wrong("train.py:1", "has no end", "# /// script", "#dependencies = []", "# ///");
        wrong("train.py:4", "a second block", "# /// script", "# ///", "", "# /// script", "# ///");
        wrong(
                "train.py:3",
                "unknown key 'depends'",
                "# /// script",
                "#",
                "# depends = []",
                "# ///");
        wrong("train.py:2", "where '[' must be", "# /// script", "# dependencies = 'a'", "# ///");
        wrong(
                "train.py:3",
                "where ',' must be",
                "# /// script",
                "# dependencies = ['a'",
                "#   'b']",
                "# ///");
        wrong("train.py:2", "where a string", "# /// script", "# dependencies = [1]", "# ///");
        wrong("train.py:2", "does not end", "# /// script", "# dependencies = ['a]", "# ///");
        wrong("train.py:2", "behind a value", "# /// script", "# dependencies = [] 1", "# ///");
        wrong("train.py:2", "where '=' must be", "# /// script", "# dependencies", "# ///");
        wrong(
                "train.py:2",
                "is no dependency",
                "# /// script",
                "# dependencies = ['-r x']",
                "# ///");
        wrong(
                "train.py:2",
                "is no dependency",
                "# /// script",
                "# dependencies = ['./x']",
                "# ///");
        wrong("train.py:2", "a table", "# /// script", "# [project]", "# ///");
        wrong("train.py:2", "escape", "# /// script", "# dependencies = [\"\\q\"]", "# ///");
        wrong("train.py:2", "escape", "# /// script", "# dependencies = [\"\\ud800\"]", "# ///");
        wrong("train.py:2", "several lines", "# /// script", "# dependencies = ['''a''']", "# ///");
        wrong("train.py:2", "where a key must", "# /// script", "# ///", "# ///");
        wrong(
                "train.py:3",
                "a second time",
                "# /// script",
                "# requires-python = '>3'",
                "# requires-python = '>3'",
                "# ///");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    >=3.10          | 3.10.0 | true
                    >=3.10          | 3.9.18 | false
                    >=3.10,<3.13    | 3.12.9 | true
                    >=3.10 , < 3.13 | 3.13.0 | false
                    ==3.11.*        | 3.11.7 | true
                    ==3.11          | 3.11.7 | false
                    ==3.11          | 3.11.0 | true
                    !=3.12.*        | 3.12.1 | false
                    ~=3.11          | 3.14.0 | true
                    ~=3.11.2        | 3.12.0 | false
                    >3.10           | 3.10.1 | true
                    <=3.11          | 3.11.1 | false
                    """)
    void versions_are_compared_by_their_numbers(String range, String version, boolean within) {
        assertThat(VersionRange.parse(range).orElseThrow().contains(version)).isEqualTo(within);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3.10", "=3.10", ">=3.x", ">=3.10,", ">=3.*", "~=3", ">=99999999"})
    void what_is_no_range_is_refused(String text) {
        assertThat(VersionRange.parse(text)).isEmpty();
    }
}
