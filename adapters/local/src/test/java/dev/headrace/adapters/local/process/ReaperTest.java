package dev.headrace.adapters.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of a controller that is gone. */
class ReaperTest {
    private final List<Process> started = new ArrayList<>();
    @TempDir Path folder;

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String text) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "--wait", "sh", "-c", text);
        builder.environment().put("MARK", folder.toString());
        builder.directory(folder.toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Waits for a file with a pid, which its writer renames to this name. */
    private long pid(String name) throws IOException {
        Path file = folder.resolve(name);
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
        return Long.parseLong(Files.readString(file).strip());
    }

    private static boolean lives(long pid) {
        return Stat.of(pid).filter(Stat::lives).isPresent();
    }

    private static String tell(String pid, String name) {
        return "echo " + pid + " > " + name + ".new; mv " + name + ".new " + name + "; ";
    }

    private Path ledger(long pid, long start) throws IOException {
        Path list = folder.resolve("processes");
        try (Ledger ledger = new Ledger(list)) {
            ledger.add(pid, start);
        }
        return list;
    }

    @Test
    void a_leader_and_its_session_are_ended() throws IOException {
        start("trap '' TERM; sleep 100 & " + tell("$!", "child") + tell("$$", "leader") + "wait");
        long leader = pid("leader");
        long child = pid("child");
        Reaper.proveDead(ledger(leader, Stat.of(leader).orElseThrow().started()));
        assertThat(lives(leader)).isFalse();
        assertThat(lives(child)).isFalse();
    }

    @Test
    void so_is_a_session_whose_leader_is_gone() throws IOException {
        start("sleep 100 & " + tell("$!", "child") + tell("$$", "leader") + "read line");
        long leader = pid("leader");
        long child = pid("child");
        Path list = ledger(leader, Stat.of(leader).orElseThrow().started());
        ProcessHandle.of(leader).orElseThrow().destroyForcibly();
        while (lives(leader)) {
            Thread.onSpinWait();
        }
        assertThat(lives(child)).isTrue();
        Reaper.proveDead(list);
        assertThat(lives(child)).isFalse();
    }

    @Test
    void so_is_what_bears_the_mark_wherever_it_went() throws IOException {
        start("setsid sh -c '" + tell("$$", "child") + "exec sleep 100' & exit 0");
        long child = pid("child");
        Path list = folder.resolve("processes");
        try (Ledger ledger = new Ledger(list)) {
            ledger.mark("MARK=" + folder);
        }
        Reaper.proveDead(list);
        assertThat(lives(child)).isFalse();
    }

    @Test
    void a_process_that_got_the_number_later_is_left_alone() throws IOException {
        start(tell("$$", "leader") + "exec sleep 100");
        long leader = pid("leader");
        Reaper.proveDead(ledger(leader, Stat.of(leader).orElseThrow().started() - 1));
        assertThat(lives(leader)).isTrue();
    }

    @Test
    void what_was_written_before_the_machine_started_anew_counts_for_nothing() throws IOException {
        start(tell("$$", "leader") + "exec sleep 100");
        long leader = pid("leader");
        Path list = folder.resolve("processes");
        Files.writeString(
                list,
                "boot another\nmark MARK="
                        + folder
                        + "\n"
                        + leader
                        + " "
                        + Stat.of(leader).orElseThrow().started()
                        + "\n");
        Reaper.proveDead(list);
        assertThat(lives(leader)).isTrue();
    }

    @Test
    void a_list_that_is_missing_or_cut_short_is_no_trouble() throws IOException {
        Reaper.proveDead(folder.resolve("missing"));
        Path list = ledger(1 << 30, 5);
        Files.writeString(list, "12", StandardOpenOption.APPEND);
        Reaper.proveDead(list);
    }
}
