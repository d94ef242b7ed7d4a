package dev.headrace.adapters.local.environment;

import dev.headrace.adapters.local.home.Trouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the part of TOML that such a block needs: {@code requires-python}, {@code dependencies},
 * and whatever follows from the first {@code [tool…]} on is somebody else's.
 */
final class ScriptToml {
    private final Path file;
    private final String text;
    private int at;
    private int line;
    private Optional<String> requiresPython = Optional.empty();
    private Optional<List<String>> dependencies = Optional.empty();

    ScriptToml(Path file, String text, int firstLine) {
        this.file = file;
        this.text = text;
        line = firstLine;
    }

    Script read() {
        skip(true);
        while (at < text.length() && !isTool()) {
            if (peek() == '[') {
                throw wrong("a table other than [tool.…]");
            }
            entry();
            endOfLine();
            skip(true);
        }
        return new Script(requiresPython, dependencies.orElse(List.of()));
    }

    private boolean isTool() {
        return text.startsWith("[tool", at) || text.startsWith("[[tool", at);
    }

    private void entry() {
        int started = line;
        String key = key();
        skip(false);
        expect('=');
        skip(false);
        switch (key) {
            case "requires-python" -> {
                once(requiresPython, key);
                requiresPython = Optional.of(string());
            }
            case "dependencies" -> {
                once(dependencies, key);
                dependencies = Optional.of(array());
            }
            default -> {
                line = started;
                throw wrong("an unknown key '" + key + "'");
            }
        }
    }

    private void once(Optional<?> before, String key) {
        if (before.isPresent()) {
            throw wrong("'" + key + "' a second time");
        }
    }

    private String key() {
        if (peek() == '"' || peek() == '\'') {
            return string();
        }
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(peek()) || "-_.".indexOf(peek()) >= 0)) {
            at++;
        }
        if (from == at) {
            throw wrong("'" + shown() + "' where a key must be");
        }
        return text.substring(from, at);
    }

    private List<String> array() {
        expect('[');
        var items = new ArrayList<String>();
        skip(true);
        while (peek() != ']') {
            items.add(dependency());
            if (items.size() > Script.DEPENDENCIES_MAX) {
                throw wrong("more than " + Script.DEPENDENCIES_MAX + " dependencies");
            }
            skip(true);
            if (peek() != ']') {
                expect(',');
                skip(true);
            }
        }
        at++;
        return items;
    }

    private String dependency() {
        String dependency = string().strip();
        if (dependency.isEmpty() || !Character.isLetterOrDigit(dependency.charAt(0))) {
            throw wrong("'" + dependency + "' is no dependency: it begins with the package's name");
        }
        return dependency;
    }

    private String string() {
        char quote = peek();
        if (quote != '"' && quote != '\'') {
            throw wrong("'" + shown() + "' where a string must be");
        }
        if (text.startsWith(String.valueOf(quote).repeat(3), at)) {
            throw wrong("a string over several lines");
        }
        at++;
        var value = new StringBuilder();
        while (peek() != quote) {
            if (peek() == '\n' || peek() == 0) {
                throw wrong("a string that does not end on its line");
            }
            if (peek() == '\\' && quote == '"') {
                at++;
                value.appendCodePoint(escaped());
            } else {
                value.append(peek());
                at++;
            }
        }
        at++;
        return value.toString();
    }

    private int escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> codePoint(4);
            case 'U' -> codePoint(8);
            default -> throw wrong("an unknown escape '\\" + c + "'");
        };
    }

    private int codePoint(int digits) {
        int end = Math.min(at + digits, text.length());
        try {
            int point = Integer.parseUnsignedInt(text.substring(at, end), 16);
            at = end;
            if (Character.isValidCodePoint(point) && (point < 0xd800 || point > 0xdfff)) {
                return point;
            }
        } catch (NumberFormatException noNumber) {
            throw wrong("an escape that is no character");
        }
        throw wrong("an escape that is no character");
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw wrong("'" + shown() + "' where '" + wanted + "' must be");
        }
        at++;
    }

    private void endOfLine() {
        skip(false);
        if (peek() != '\n' && peek() != 0) {
            throw wrong("'" + shown() + "' behind a value");
        }
    }

    private void skip(boolean overLines) {
        while (at < text.length()) {
            char c = peek();
            if (c == '#') {
                while (at < text.length() && peek() != '\n') {
                    at++;
                }
            } else if (c == '\n' && overLines) {
                at++;
                line++;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    /** The character here; 0 behind the last. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private String shown() {
        return peek() == 0 || peek() == '\n' ? "the end of the line" : String.valueOf(peek());
    }

    private Trouble wrong(String what) {
        return Script.wrong(file, line, "in the block '# /// script': " + what)
                .because(
                        "this part of TOML is understood: requires-python = \"…\", dependencies = [\"…\", …]")
                .mend("correct the line")
                .trouble();
    }
}
