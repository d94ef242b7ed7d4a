package dev.headrace.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The engine and the spec are functions: no clock, no luck, no environment, no threads, no I/O. */
class PurityTest {
    private static final JavaClasses PURE =
            new ClassFileImporter()
                    .importPaths(
                            List.of(
                                    House.ROOT.resolve("engine/target/classes"),
                                    House.ROOT.resolve("spec/target/classes")));

    private static final Set<String> CALLS =
            Set.of(
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalTime.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZoneId.systemDefault",
                    "java.util.TimeZone.getDefault",
                    "java.util.Locale.getDefault",
                    "java.nio.charset.Charset.defaultCharset",
                    "java.lang.Math.random",
                    "java.util.UUID.randomUUID",
                    "java.util.Collections.shuffle",
                    "java.util.Collection.parallelStream",
                    "java.util.stream.BaseStream.parallel",
                    // their order is salted anew in each JVM
                    "java.util.Map.of",
                    "java.util.Map.ofEntries",
                    "java.util.Map.copyOf",
                    "java.lang.Object.hashCode",
                    "java.lang.System.identityHashCode");

    private static final Set<String> TYPES =
            Set.of(
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.Runtime",
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.InheritableThreadLocal",
                    "java.lang.ScopedValue",
                    "java.lang.ClassLoader",
                    "java.lang.IO",
                    "java.security.SecureRandom",
                    "java.time.Clock",
                    "java.util.IdentityHashMap",
                    "java.util.Random",
                    "java.util.Scanner",
                    "java.util.ServiceLoader",
                    "java.util.SplittableRandom",
                    "java.util.Timer",
                    "java.util.WeakHashMap");

    @Test
    void it_knows_only_plain_java() {
        classes()
                .that()
                .doNotHaveSimpleName("module-info")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                        "", // primitives
                                        "dev.headrace.engine..",
                                        "dev.headrace.spec..",
                                        "java.lang",
                                        "java.lang.annotation",
                                        "java.lang.invoke",
                                        "java.lang.runtime",
                                        "java.math",
                                        "java.nio.charset",
                                        "java.security",
                                        "java.time",
                                        "java.util",
                                        "java.util.function",
                                        "java.util.regex",
                                        "java.util.stream",
                                        "org.jspecify.annotations")
                                .as("plain java"))
                .check(PURE);
    }

    @Test
    void it_asks_nobody_for_the_time_or_for_luck() {
        noClasses()
                .should()
                .callCodeUnitWhere(
                        describe(
                                "the answer is another one tomorrow",
                                (JavaCall<?> call) -> isBanned(call.getTarget())))
                .check(PURE);
        noClasses()
                .should()
                .dependOnClassesThat(
                        describe(
                                "belong to the world outside",
                                type -> TYPES.contains(type.getFullName())))
                .check(PURE);
    }

    private static boolean isBanned(CodeUnitCallTarget target) {
        String owner = target.getOwner().getFullName();
        if (owner.equals("java.lang.System")) {
            return !target.getName().equals("arraycopy");
        }
        return CALLS.contains(owner + "." + target.getName());
    }
}
