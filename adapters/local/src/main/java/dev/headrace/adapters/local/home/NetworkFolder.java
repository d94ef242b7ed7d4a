package dev.headrace.adapters.local.home;

import dev.headrace.spec.flow.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A folder that other machines see too: the locks by which owners are known do not hold there. */
final class NetworkFolder {
    private static final Set<String> TYPES =
            Set.of(
                    "9p",
                    "afpfs",
                    "afs",
                    "beegfs",
                    "ceph",
                    "cifs",
                    "davfs",
                    "glusterfs",
                    "gpfs",
                    "lustre",
                    "ncpfs",
                    "nfs",
                    "nfs4",
                    "smb2",
                    "smb3",
                    "smbfs",
                    "webdav");

    private static final Set<String> FUSE =
            Set.of("ceph", "davfs", "glusterfs", "rclone", "s3fs", "smbnetfs", "sshfs");

    private NetworkFolder() {}

    static void refuse(Path folder) {
        Path near = folder;
        while (near.getParent() != null && !Files.exists(near)) {
            near = near.getParent();
        }
        try {
            refuse(folder, Files.getFileStore(near).type());
        } catch (IOException unknown) {
            // What cannot be looked at cannot be written either, and that says more.
            return;
        }
    }

    static void refuse(Path folder, String type) {
        String name = type.toLowerCase(Locale.ROOT);
        if (TYPES.contains(name)
                || (name.startsWith("fuse.") && FUSE.contains(name.substring(5)))) {
            throw Trouble.with(
                    Problem.at(folder.toString(), "HR-0303", "a store on a network file system")
                            .because(
                                    "it is of type "
                                            + type
                                            + ", where locks and shared memory do not hold")
                            .mend("set $HEADRACE_HOME to a folder on a disk of this machine"));
        }
    }
}
