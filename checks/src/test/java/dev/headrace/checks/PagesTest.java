package dev.headrace.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written for readers. */
class PagesTest {
    private static final Pattern TEXTS =
            Pattern.compile(
                    "headrace|verify|(?!.*/PagesTest).*\\.(md|java|py|sh|xml|ya?ml|json|toml|txt|sql|properties)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");

    /** Words of the places where it was made, or of no meaning to a reader. */
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "(?i)(?<![\\w.\"}])/work/|shared/design|\\bworkplace\\b|\\bthe CEO\\b|\\bissue #?\\d|\\bTODO\\b"
                            + "|\\bFIXME\\b|pypi\\.org|pythonhosted|repo1?\\.maven|crates\\.io");

    @Test
    void nothing_is_said_that_only_its_makers_understand() {
        List<String> wrong = new ArrayList<>();
        for (Path file : House.files(TEXTS)) {
            FOREIGN.matcher(House.read(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(found -> wrong.add(House.relative(file) + ": " + found));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void links_lead_somewhere() {
        List<String> wrong = new ArrayList<>();
        for (Path page : House.files(Pattern.compile(".*\\.md"))) {
            LINK.matcher(House.read(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .forEach(target -> wrong.add(House.relative(page) + ": " + target));
        }
        assertThat(wrong).isEmpty();
    }
}
