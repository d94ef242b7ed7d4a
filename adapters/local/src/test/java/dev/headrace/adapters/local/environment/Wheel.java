package dev.headrace.adapters.local.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A tiny package, as an installer takes it. */
final class Wheel {
    private Wheel() {}

    static void write(Path folder, String name, String version, String requires)
            throws IOException {
        String info = name + "-" + version + ".dist-info/";
        var files =
                new TreeMap<>(
                        Map.of(
                                name + ".py",
                                "version = '" + version + "'\n",
                                info + "METADATA",
                                "Metadata-Version: 2.1\nName: "
                                        + name
                                        + "\nVersion: "
                                        + version
                                        + "\n"
                                        + (requires.isEmpty()
                                                ? ""
                                                : "Requires-Dist: " + requires + "\n"),
                                info + "WHEEL",
                                """
                                Wheel-Version: 1.0
                                Generator: x
                                Root-Is-Purelib: true
                                Tag: py3-none-any
                                """));
        var record = new StringBuilder();
        files.keySet().forEach(file -> record.append(file).append(",,\n"));
        files.put(info + "RECORD", record + info + "RECORD,,\n");
        Path wheel = folder.resolve(name + "-" + version + "-py3-none-any.whl");
        try (var zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
                zip.closeEntry();
            }
        }
    }
}
