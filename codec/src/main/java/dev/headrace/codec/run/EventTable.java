package dev.headrace.codec.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes the parts of journals for people. */
final class EventTable {
    private EventTable() {}

    static String text() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Events

                        Made from the code: do not edit. A journal is the events of a run in order. They are kept in batches, each a
                        JSON list; an event is an object whose `t` names its kind and whose `v` is the version of that kind (now %d).
                        The sequence number of an event is that of its batch plus its place in the list. What is written *or …* is
                        left out when it is that. Values are in the form of docs/protocol.md, 1.3.

                        ## Kinds of events

                        | t | member | is | or |
                        |---|---|---|---|
                        """
                                .replace("%d", "" + EventCodec.VERSION));
        EventParts.all().forEach(parts -> rows(parts, text));
        text.append(
                """

                ## Parts of events

                | part | member | is | or |
                |---|---|---|---|
                """);
        List.of(
                        CallParts.CALL,
                        CallParts.ARGUMENT,
                        CallParts.TUNING,
                        EventParts.GRANT,
                        EventParts.UNTIL,
                        HistoryParts.SIGNAL,
                        EventParts.RESOURCES)
                .forEach(parts -> rows(parts, text));
        CacheParts.NAMED.forEach(parts -> rows(parts, text));
        EndingParts.ALL.forEach(parts -> rows(parts, text));
        return text.toString();
    }

    private static <T> void rows(Parts<T> parts, StringBuilder text) {
        String name = "`" + parts.name() + "`";
        for (Member<T, ?> member : parts.members()) {
            text.append("| ")
                    .append(name)
                    .append(" | `")
                    .append(member.name())
                    .append("` | ")
                    .append(member.slot().word())
                    .append(" | ")
                    .append(fallback(member))
                    .append(" |\n");
            name = "";
        }
    }

    private static <V> String fallback(Member<?, V> member) {
        if (member.fallback().isEmpty()) {
            return "";
        }
        return switch (member.fallback().get()) {
            case Optional<?> _ -> "nothing";
            case Collection<?> _ -> "none";
            case Map<?, ?> _ -> "none";
            case String text when text.isEmpty() -> "empty";
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case V value -> {
                Out out = new Out();
                member.slot().write(out, value);
                yield "`" + out + "`";
            }
        };
    }
}
