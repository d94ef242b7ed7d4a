package dev.headrace.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's jars mean the same when they have been written out. */
class InlineTest {
    private static final String SWITCHES = "SwitchBootstraps";
    private static final String RECORDS = "ObjectMethods";

    @TempDir Path folder;

    @Test
    void the_same_program_without_anything_left_to_be_generated() throws Exception {
        Path source = folder.resolve("source/sample/Sample.java");
        Files.createDirectories(source.getParent());
        Files.copy(House.ROOT.resolve("checks/src/test/resources/inline/Sample.java.txt"), source);
        Path jars = Files.createDirectory(folder.resolve("jars"));
        pack(compiled(source, "sample-classes"), jars.resolve("headrace-sample.jar"));
        Path untouched = jars.resolve("other.jar");
        Files.copy(jars.resolve("headrace-sample.jar"), untouched);
        byte[] before = Files.readAllBytes(untouched);

        Path tool = compiled(House.ROOT.resolve("tools/Inline.java"), "tool-classes");
        try (var loader = loader(tool)) {
            loader.loadClass("Inline")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {jars.toString()});
        }

        assertThat(told(jars.resolve("headrace-sample.jar"))).isEqualTo(told(untouched));
        assertThat(Files.readAllBytes(untouched)).isEqualTo(before);
        assertThat(asking(untouched, RECORDS)).contains("sample/Sample$All.class");
        assertThat(asking(untouched, SWITCHES))
                .containsExactly("sample/Sample$Kept.class", "sample/Sample.class");
        Path rewritten = jars.resolve("headrace-sample.jar");
        assertThat(asking(rewritten, RECORDS)).isEmpty();
        assertThat(asking(rewritten, SWITCHES)).containsExactly("sample/Sample$Kept.class");
    }

    private Path compiled(Path source, String name) throws IOException {
        Path classes = Files.createDirectory(folder.resolve(name));
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(status).isZero();
        return classes;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(classes);
                var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
    }

    private static URLClassLoader loader(Path place) throws IOException {
        return new URLClassLoader(
                new URL[] {place.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static String told(Path jar) throws Exception {
        try (var loader = loader(jar)) {
            return (String) loader.loadClass("sample.Sample").getMethod("told").invoke(null);
        }
    }

    /** The classes of a jar whose code asks this bootstrap to generate something. */
    private static List<String> asking(Path jar, String bootstrap) throws IOException {
        List<String> asking = new ArrayList<>();
        try (var file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                try (var in = file.getInputStream(entry)) {
                    if (asks(ClassFile.of().parse(in.readAllBytes()), bootstrap)) {
                        asking.add(entry.getName());
                    }
                }
            }
        }
        return asking;
    }

    private static boolean asks(ClassModel type, String bootstrap) {
        return type.methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream)
                .anyMatch(element ->
                        element instanceof InvokeDynamicInstruction call
                                && !call.name().equalsString("toString")
                                && call.bootstrapMethod().owner().displayName().equals(bootstrap));
    }
}
