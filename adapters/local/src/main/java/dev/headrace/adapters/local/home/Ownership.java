package dev.headrace.adapters.local.home;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lock by which a controller is known to live: held on its file in {@code owners/} for the life
 * of the process, and gone with it however it ends. It only decides who tries; the fence is the
 * journal's.
 */
public final class Ownership implements AutoCloseable {
    /** A file of ours that is not yet a claim begins so. */
    private static final String PRIVATE = ".";

    private static final Duration ABANDONED = Duration.ofHours(1);

    /**
     * What this process holds. To open such a file a second time and close it would give the lock
     * up, as the system's locks belong to the process.
     */
    private static final Map<Path, Owner> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;
    private final Owner owner;

    private Ownership(Path file, FileChannel channel, Owner owner) {
        this.file = file;
        this.channel = channel;
        this.owner = owner;
    }

    /** Says that this process is the owner of that name, until it closes or ends. */
    public static Ownership claim(Home home, String ownerId, Optional<Path> doorbell) {
        Path folder = home.owners();
        Path file = folder.resolve(ownerId);
        Path fresh = folder.resolve(PRIVATE + ownerId + "-" + System.nanoTime());
        var owner = new Owner(ownerId, ProcessHandle.current().pid(), started(), host(), doorbell);
        if (HELD.putIfAbsent(file, owner) != null) {
            throw new IllegalStateException("the owner " + ownerId + " is claimed already");
        }
        FileChannel channel = null;
        try {
            sweep(folder);
            channel =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            // Locked before it has its name: nobody ever sees it free.
            if (channel.tryLock() == null || alive(file)) {
                throw new IllegalStateException("the owner " + ownerId + " is claimed already");
            }
            channel.write(ByteBuffer.wrap(owner.json()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return new Ownership(file, channel, owner);
        } catch (IOException trouble) {
            abandon(file, fresh, channel);
            throw HomeTrouble.cannotMake(folder, trouble);
        } catch (IllegalStateException taken) {
            abandon(file, fresh, channel);
            throw taken;
        }
    }

    private static void abandon(Path file, Path fresh, @Nullable FileChannel channel) {
        HELD.remove(file);
        try {
            if (channel != null) {
                channel.close();
            }
            Files.deleteIfExists(fresh);
        } catch (IOException left) {
            // The next claim removes it.
            return;
        }
    }

    private static Instant started() {
        return ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            return InetAddress.getLoopbackAddress().getHostName();
        }
    }

    /** Whether a process on this machine holds that claim. */
    public static boolean alive(Home home, String ownerId) {
        Path file = home.owners().resolve(ownerId);
        try {
            return HELD.containsKey(file) || alive(file);
        } catch (IOException trouble) {
            throw HomeTrouble.cannotMake(file, trouble);
        }
    }

    private static boolean alive(Path file) throws IOException {
        try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ);
                FileLock free = reader.tryLock(0, Long.MAX_VALUE, true)) {
            return free == null;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** What a living owner says of itself. */
    public static Optional<Owner> owner(Home home, String ownerId) {
        Path file = home.owners().resolve(ownerId);
        Optional<Owner> ours = Optional.ofNullable(HELD.get(file));
        if (ours.isPresent() || !alive(home, ownerId)) {
            return ours;
        }
        try {
            return Owner.read(ownerId, Files.readAllBytes(file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Removes what owners that are gone have left. */
    private static void sweep(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!HELD.containsKey(file) && isForSweeping(file)) {
                    sweepOne(file);
                }
            }
        }
    }

    private static boolean isForSweeping(Path file) throws IOException {
        try {
            return !file.getFileName().toString().startsWith(PRIVATE)
                    || Files.getLastModifiedTime(file)
                            .toInstant()
                            .isBefore(Instant.now().minus(ABANDONED));
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static void sweepOne(Path file) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return;
            }
            var content = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 16));
            channel.read(content, 0);
            Files.deleteIfExists(file);
            Owner.read("", content.array()).flatMap(Owner::doorbell).ifPresent(Doorbell::remove);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    public Owner owner() {
        return owner;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException left) {
            // The lock goes with the process; the next claim removes the file.
            return;
        } finally {
            HELD.remove(file);
        }
    }
}
