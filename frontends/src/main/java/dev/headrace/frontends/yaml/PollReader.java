package dev.headrace.frontends.yaml;

import dev.headrace.spec.flow.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code poll: 30s}, {@code poll: {every: 30s, limit: 2h, on_limit: skip}} */
final class PollReader {
    private static final String WANTED = "a duration, or {every, limit, on_limit}";

    private PollReader() {}

    static Optional<Poll> poll(Members members) {
        return members.get(Key.POLL).map(yaml -> Complaint.placed(yaml.place(), () -> poll(yaml)));
    }

    private static Poll poll(Yaml yaml) {
        if (!(yaml instanceof YamlMap map)) {
            return new Poll(Scalars.duration(yaml), Optional.empty(), false);
        }
        Optional<Duration> every = Optional.empty();
        Optional<Duration> limit = Optional.empty();
        boolean skips = false;
        for (YamlMap.Entry entry : map.entries()) {
            switch (entry.key().text()) {
                case "every" -> every = Optional.of(Scalars.duration(entry.value()));
                case "limit" -> limit = Optional.of(Scalars.duration(entry.value()));
                case "on_limit" -> skips = skips(entry.value());
                default ->
                        throw Complaint.unknownKey(
                                entry.key(), List.of("every", "limit", "on_limit"));
            }
        }
        return new Poll(every.orElseThrow(() -> Complaint.wanted(yaml, WANTED)), limit, skips);
    }

    private static boolean skips(Yaml yaml) {
        return switch (Scalars.text(yaml, "one of fail, skip")) {
            case "fail" -> false;
            case "skip" -> true;
            default -> throw Complaint.wanted(yaml, "one of fail, skip");
        };
    }
}
