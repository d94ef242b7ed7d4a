package dev.headrace.adapters.jdbc.sqlite;

import dev.headrace.spi.store.StoreException;
import dev.headrace.spi.store.StoreException.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A folder that other machines see too: locks and shared memory do not hold there. */
final class NetworkFolder {
    private static final Set<String> TYPES =
            Set.of(
                    "9p",
                    "afs",
                    "afpfs",
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

    private static final Set<String> FUSE_TYPES =
            Set.of(
                    "fuse.ceph",
                    "fuse.davfs",
                    "fuse.glusterfs",
                    "fuse.rclone",
                    "fuse.s3fs",
                    "fuse.smbnetfs",
                    "fuse.sshfs");

    private NetworkFolder() {}

    static void refuse(Path folder) {
        try {
            refuse(folder, Files.getFileStore(folder).type());
        } catch (IOException unknown) {
            // What cannot be read cannot be opened either, and that says more.
            return;
        }
    }

    static void refuse(Path folder, String type) {
        String name = type.toLowerCase(Locale.ROOT);
        if (TYPES.contains(name) || FUSE_TYPES.contains(name)) {
            throw new StoreException(
                    Trouble.BROKEN,
                    folder + " lies on a network file system (" + type + "), which cannot hold it");
        }
    }
}
