package dev.headrace.frontends.yaml;

import dev.headrace.codec.json.Json;
import dev.headrace.codec.json.JsonText;
import dev.headrace.spec.flow.InvalidSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Turns one YAML document into a tree. Strict, and bounded in every direction. */
final class YamlReader {
    static final int LENGTH_MAX = 4 << 20;
    static final int DEPTH_MAX = 100;

    /** Parts that aliases may stand for, all together. */
    static final int ALIASED_MAX = 100_000;

    private final String file;
    private final Iterator<Event> events;
    private final Map<Anchor, Yaml> anchors = new HashMap<>();
    private final Set<Anchor> open = new HashSet<>();
    private long aliased;

    private YamlReader(String file, String text) {
        this.file = file;
        LoadSettings settings =
                LoadSettings.builder().setLabel(file).setCodePointLimit(LENGTH_MAX).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /**
     * The document, if the text has any.
     *
     * @param file its name, for those who read what is wrong
     * @throws InvalidSpec if the text is no YAML, or more than may be
     */
    static Optional<Yaml> read(String file, String text) {
        if (text.length() > LENGTH_MAX) {
            throw Complaint.limit(
                    new Place(file, 1, 1), "over " + LENGTH_MAX + " characters in one file");
        }
        try {
            return new YamlReader(file, text).document();
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext();
            Place place =
                    e.getProblemMark()
                            .or(e::getContextMark)
                            .map(mark -> place(file, mark))
                            .orElse(new Place(file, 1, 1));
            throw Complaint.syntax(place, e.getProblem(), context);
        } catch (ReaderException e) {
            throw Complaint.syntax(
                    place(file, text, e.getPosition()),
                    "the character U+" + hex(e.getCodePoint()) + " may not stand here",
                    "control characters are none of a text; write them in \"…\" as escapes");
        } catch (YamlVersionException _) {
            throw Complaint.syntax(
                    new Place(file, 1, 1),
                    "a version of YAML that is not known",
                    "files are read as YAML 1.2");
        } catch (YamlEngineException e) {
            throw Complaint.syntax(new Place(file, 1, 1), String.valueOf(e.getMessage()), "");
        }
    }

    private Optional<Yaml> document() {
        Optional<Yaml> document = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    if (document.isPresent()) {
                        throw Complaint.syntax(
                                place(event), "a second document begins", "a file holds one flow");
                    }
                }
                case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
                        document = Optional.of(part(event, 1));
            }
        }
        return document;
    }

    private Yaml part(Event event, int depth) {
        if (depth > DEPTH_MAX) {
            throw Complaint.limit(place(event), "more than " + DEPTH_MAX + " levels deep");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        Optional<Anchor> anchor =
                event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
        anchor.ifPresent(open::add);
        Yaml part =
                switch (event.getEventId()) {
                    case Scalar -> scalar((ScalarEvent) event);
                    case SequenceStart -> list((CollectionStartEvent) event, depth);
                    case MappingStart -> map((CollectionStartEvent) event, depth);
                    case Alias,
                            Comment,
                            DocumentStart,
                            DocumentEnd,
                            MappingEnd,
                            SequenceEnd,
                            StreamStart,
                            StreamEnd ->
                            throw new IllegalStateException("no part begins with " + event);
                };
        anchor.ifPresent(name -> {
            open.remove(name);
            anchors.put(name, part);
        });
        return part;
    }

    private Yaml aliased(AliasEvent alias) {
        Anchor name = alias.getAlias();
        Yaml part = anchors.get(name);
        if (open.contains(name)) {
            throw Complaint.syntax(
                    place(alias),
                    "*" + name + " stands within what it stands for",
                    "such a thing has no end");
        }
        if (part == null) {
            throw Complaint.syntax(
                    place(alias),
                    "*" + name + " stands for nothing",
                    "an alias stands for an anchor &" + name + " before it");
        }
        aliased += part.size();
        if (aliased > ALIASED_MAX) {
            throw Complaint.limit(
                    place(alias), "aliases stand for more than " + ALIASED_MAX + " parts");
        }
        return part;
    }

    private YamlScalar scalar(ScalarEvent event) {
        Place place = place(event);
        String text = event.getValue();
        Optional<String> tag = event.getTag();
        if (tag.isEmpty()) {
            Json value =
                    event.isPlain()
                            ? Complaint.placed(place, () -> CoreSchema.plain(text))
                            : new JsonText(text);
            return new YamlScalar(place, text, value);
        }
        Json value =
                Complaint.placed(place, () -> CoreSchema.tagged(tag.get(), text))
                        .orElseThrow(() -> unknownTag(place, tag.get()));
        return new YamlScalar(place, text, value);
    }

    private YamlList list(CollectionStartEvent start, int depth) {
        checkTag(start, "seq");
        List<Yaml> items = new ArrayList<>();
        for (Event event = events.next();
                event.getEventId() != Event.ID.SequenceEnd;
                event = events.next()) {
            items.add(part(event, depth + 1));
        }
        return new YamlList(place(start), items);
    }

    private YamlMap map(CollectionStartEvent start, int depth) {
        checkTag(start, "map");
        List<YamlMap.Entry> entries = new ArrayList<>();
        Set<Json> keys = new HashSet<>();
        for (Event event = events.next();
                event.getEventId() != Event.ID.MappingEnd;
                event = events.next()) {
            if (!(part(event, depth + 1) instanceof YamlScalar key)) {
                throw Complaint.of(
                        place(event),
                        "HR-0108",
                        "this key is no single word",
                        "wanted is a text",
                        "write a text before the colon");
            }
            if (key.text().equals("<<") && ((ScalarEvent) event).isPlain()) {
                throw Complaint.of(
                        key.place(),
                        "HR-0107",
                        "'<<' is not known here",
                        "YAML 1.2 has no merge keys",
                        "write the keys out; an alias may stand for a whole mapping");
            }
            if (!keys.add(key.value())) {
                throw Complaint.twice(key);
            }
            entries.add(new YamlMap.Entry(key, part(events.next(), depth + 1)));
        }
        return new YamlMap(place(start), entries);
    }

    private void checkTag(CollectionStartEvent start, String known) {
        start.getTag()
                .filter(tag -> !tag.equals("!") && !tag.equals(CoreSchema.PREFIX + known))
                .ifPresent(tag -> {
                    throw unknownTag(place(start), tag);
                });
    }

    private static InvalidSpec unknownTag(Place place, String tag) {
        return Complaint.syntax(
                place,
                "the tag '" + tag + "' does not fit",
                "known are !!str, !!int, !!float, !!bool, !!null, !!seq and !!map");
    }

    private Place place(Event event) {
        return event.getStartMark().map(mark -> place(file, mark)).orElse(new Place(file, 1, 1));
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Place place(String file, String text, int position) {
        int line = 1;
        int column = 1;
        int end = Math.min(text.length(), position);
        for (int i = 0; i < end; i++) {
            column = text.charAt(i) == '\n' ? 1 : column + 1;
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return new Place(file, line, column);
    }

    private static String hex(int codePoint) {
        return HexFormat.of().withUpperCase().toHexDigits(codePoint, 4);
    }
}
