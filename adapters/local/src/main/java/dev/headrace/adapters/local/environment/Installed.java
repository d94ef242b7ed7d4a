package dev.headrace.adapters.local.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** The packages that lie in an environment, as their own metadata names them. */
final class Installed {
    private Installed() {}

    static SortedSet<String> in(Path environment) throws IOException {
        var packages = new TreeSet<String>();
        try (DirectoryStream<Path> versions =
                Files.newDirectoryStream(environment.resolve("lib"), "python*")) {
            for (Path version : versions) {
                addAll(version.resolve("site-packages"), packages);
            }
        }
        return packages;
    }

    private static void addAll(Path folder, SortedSet<String> packages) throws IOException {
        try (DirectoryStream<Path> infos = Files.newDirectoryStream(folder, "*.dist-info")) {
            for (Path info : infos) {
                packages.add(named(info.resolve("METADATA")));
            }
        }
    }

    private static String named(Path metadata) throws IOException {
        String name = "";
        String version = "";
        try (BufferedReader lines = Files.newBufferedReader(metadata, UTF_8)) {
            for (String line = lines.readLine();
                    line != null && !line.isEmpty();
                    line = lines.readLine()) {
                if (line.startsWith("Name: ")) {
                    name = line.substring("Name: ".length()).strip();
                } else if (line.startsWith("Version: ")) {
                    version = line.substring("Version: ".length()).strip();
                }
            }
        }
        return name + "==" + version;
    }
}
