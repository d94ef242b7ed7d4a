package dev.headrace.app.store;

import dev.headrace.spec.run.RunId;
import dev.headrace.spi.store.EventStore.Batch;
import dev.headrace.spi.store.EventStore.RunRow;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which content journals speak of. Every digest in a journal's text counts, whatever it means. */
public final class References {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int PAGE = 500;

    private final Library library;

    public References(Library library) {
        this.library = library;
    }

    /** Which of these digests no run but this one speaks of. */
    public NavigableSet<String> unspoken(NavigableSet<String> digests, RunId except) {
        NavigableSet<String> unspoken = new TreeSet<>(digests);
        for (RunRow row : library.newest(Integer.MAX_VALUE)) {
            if (unspoken.isEmpty()) {
                break;
            }
            if (!row.run().equals(except)) {
                read(row.run(), unspoken::remove);
            }
        }
        return unspoken;
    }

    private void read(RunId run, Consumer<String> each) {
        long next = 1;
        while (true) {
            List<Batch> page = library.batches(run, next, PAGE);
            for (Batch batch : page) {
                Matcher found = DIGEST.matcher(batch.events());
                while (found.find()) {
                    each.accept(found.group());
                }
                next = batch.sequence() + batch.count();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }
}
