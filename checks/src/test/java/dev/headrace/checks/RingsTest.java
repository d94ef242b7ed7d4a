package dev.headrace.checks;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.headrace.checks.House.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may see whom. */
class RingsTest {
    private static final JavaClasses CLASSES = House.classes();

    @Test
    void every_module_has_a_ring_and_every_ring_a_module() {
        var modules = new TreeSet<>(House.modules().stream().map(House::noun).toList());
        modules.remove("checks");
        assertThat(House.RINGS.keySet()).isEqualTo(modules);
    }

    @Test
    void a_module_with_sources_has_classes_and_they_are_in_its_own_package() {
        for (String module : House.modules()) {
            var sources =
                    House.files(
                            Pattern.compile(
                                    Pattern.quote(module)
                                            + "/src/main/java/.*/(?!package-info)\\w+\\.java"));
            if (sources.isEmpty()) {
                continue;
            }
            JavaClasses classes = House.classesOf(module);
            assertThat(classes).as("compiled classes of " + module).isNotEmpty();
            String own = "dev.headrace." + House.noun(module);
            assertThat(classes)
                    .as("packages of " + module)
                    .filteredOn(type -> !type.getSimpleName().equals("module-info"))
                    .allMatch(type -> (type.getPackageName() + ".").startsWith(own + "."));
        }
    }

    @Test
    void nobody_sees_further_than_its_ring() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            House.houseOf(type)
                    .ifPresent(house -> {
                        for (Dependency seen : type.getDirectDependenciesFromSelf()) {
                            if (!mayBeSeen(house, seen.getTargetClass())) {
                                wrong.add(seen.getDescription());
                            }
                        }
                    });
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean mayBeSeen(String house, JavaClass target) {
        JavaClass type = target.getBaseComponentType();
        if (type.isPrimitive()) {
            return true;
        }
        Ring ring = Objects.requireNonNull(House.RINGS.get(house));
        String name = type.getPackageName() + ".";
        if (House.isOurs(type)) {
            Optional<String> other = House.houseOf(type);
            return other.isPresent()
                    && (other.get().equals(house) || ring.houses().contains(other.get()));
        }
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("org.jspecify.annotations.")
                || ring.others().stream().anyMatch(prefix -> name.startsWith(prefix + "."));
    }

    @Test
    void packages_point_one_way() {
        slices().matching("dev.headrace.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothing_static_changes() {
        assertThat(
                        CLASSES.stream()
                                .flatMap(type -> type.getFields().stream())
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                                .filter(field ->
                                        !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                                .filter(field ->
                                        !field.getModifiers().contains(JavaModifier.FINAL)))
                .isEmpty();
    }
}
