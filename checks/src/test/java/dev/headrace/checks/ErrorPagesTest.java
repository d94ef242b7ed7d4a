package dev.headrace.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every code has a page, every page a code. */
class ErrorPagesTest {
    private static final Pattern CODE = Pattern.compile("\\bHR-\\d{4}\\b");
    private static final Pattern SPEAKERS =
            Pattern.compile(
                    "headrace|tools/.*|(.*/)?src/main/.*|sdk/python/(src/)?headrace/.*\\.py");
    private static final Pattern PAGES = Pattern.compile("docs/errors/HR-.*");
    private static final Pattern INDEX = Pattern.compile("docs/errors/README\\.md");
    private static final Pattern INDEXED =
            Pattern.compile("(?m)^\\| \\[(HR-\\d{4})]\\(\\1\\.md\\) \\| (.*) \\|$");
    private static final List<String> HEADINGS = List.of("## What", "## Why", "## How to mend");

    @Test
    void every_code_has_a_page_and_every_page_a_code() {
        SortedMap<String, String> spoken = new TreeMap<>();
        for (Path file : House.files(SPEAKERS)) {
            CODE.matcher(House.read(file))
                    .results()
                    .forEach(found -> spoken.putIfAbsent(found.group(), House.relative(file)));
        }
        Set<String> pages = new TreeSet<>();
        for (Path page : House.files(PAGES)) {
            pages.add(page.getFileName().toString().replaceFirst("\\.md$", ""));
        }
        assertThat(spoken).isNotEmpty();
        var owed = new TreeMap<>(spoken);
        owed.keySet().removeAll(pages);
        assertThat(owed).as("codes without a page in docs/errors").isEmpty();
        pages.removeAll(spoken.keySet());
        assertThat(pages).as("pages whose code nobody uses").isEmpty();
    }

    @Test
    void a_page_says_what_and_why_and_how_to_mend_it() {
        for (Path page : House.files(PAGES)) {
            String name = page.getFileName().toString().replaceFirst("\\.md$", "");
            List<String> lines = House.read(page).lines().toList();
            assertThat(lines.getFirst()).as(name).startsWith("# " + name + ": ");
            assertThat(lines.stream().filter(line -> line.startsWith("## ")).toList())
                    .as(name)
                    .startsWith(HEADINGS.toArray(String[]::new));
        }
    }

    @Test
    void the_index_has_every_page_under_its_title_and_no_title_twice() {
        List<String> index = new ArrayList<>();
        INDEXED.matcher(House.read(House.files(INDEX).getFirst()))
                .results()
                .forEach(found -> index.add("# " + found.group(1) + ": " + found.group(2)));
        List<String> titles = new ArrayList<>();
        for (Path page : House.files(PAGES)) {
            titles.add(House.read(page).lines().findFirst().orElseThrow());
        }
        assertThat(index).isEqualTo(titles);
        assertThat(titles.stream().map(title -> title.substring(title.indexOf(':'))))
                .doesNotHaveDuplicates();
    }
}
