package dev.headrace.adapters.local.environment;

import java.nio.file.Path;
import java.util.List;

/**
 * The Python in which a flow's code runs.
 *
 * @param executable an absolute path, no shim
 * @param version such as {@code 3.11.7}
 * @param packages what was installed for the flow, {@code name==version}, sorted; empty when the
 *     Python is the machine's own, as what it holds is its owner's business
 * @param identity a digest of all that; part of the flow version
 */
public record Python(Path executable, String version, List<String> packages, String identity) {
    public Python {
        packages = List.copyOf(packages);
    }
}
