package dev.vireo.itests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleActivator;

/** Arrows point to {@code dev.vireo.api} and nowhere else, and the other rules that classes can break. */
class ArchitectureTest {
    /** ArchUnit releases that do not know the class file version import nothing and are content. */
    private static final int LEAST_CLASSES = 150;

    /** A library of ours, and the bundles that may use it (decision record on packages). */
    static final String LIBRARY = "dev.vireo.pack";
    static final List<String> READERS = List.of("dev.vireo.deploy", "dev.vireo.cli");

    private static JavaClasses all;

    static List<String> bundles() {
        return Jars.bundles().stream().map(Jars::name).toList();
    }

    @BeforeAll
    static void read() {
        all = new ClassFileImporter().importJars(Jars.bundles().stream().map(ArchitectureTest::open).toList());
    }

    private static JarFile open(Path jar) {
        try {
            return new JarFile(jar.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ours(JavaClass type) {
        return type.getPackageName().startsWith("dev.vireo.");
    }

    private static boolean of(String bundle, JavaClass type) {
        return type.getPackageName().equals(bundle) || type.getPackageName().startsWith(bundle + ".");
    }

    @Test
    void theClassesWereRead() {
        long count = all.stream().filter(ArchitectureTest::ours).count();
        assertTrue(count >= LEAST_CLASSES, "only " + count + " classes were read");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void aBundleUsesItselfAndTheApi(String bundle) {
        noClasses().that(describe("are in " + bundle, c -> of(bundle, c)))
                .should().dependOnClassesThat(describe("are in another bundle than " + bundle + " and dev.vireo.api",
                        c -> ours(c) && !of(bundle, c) && !of("dev.vireo.api", c)
                                && !(READERS.contains(bundle) && c.getPackageName().equals(LIBRARY))))
                .allowEmptyShould(true)
                .check(all);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void aBundleHasOneRootPackage(String bundle) {
        List<String> strangers = Jars.entries(Jars.bundles().stream().filter(j -> Jars.name(j).equals(bundle)).findFirst()
                        .orElseThrow()).stream()
                .filter(e -> e.endsWith(".class") && !e.startsWith(bundle.replace('.', '/') + "/"))
                .toList();
        assertTrue(strangers.isEmpty(), bundle + " holds " + strangers);
    }

    /** Each package can be read knowing only those that it uses. */
    @ParameterizedTest
    @MethodSource("bundles")
    void packagesOfABundleDoNotUseEachOtherInACircle(String bundle) {
        slices().assignedFrom(new Packages(bundle)).should().beFreeOfCycles()
                .allowEmptyShould(true)
                .check(all);
    }

    /** A slice a package; what a library shows of itself is the face of what lies behind it, and no part of this. */
    private record Packages(String bundle) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return of(bundle, type) && !type.getPackageName().equals(LIBRARY)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + bundle;
        }
    }

    @Test
    void theApiNeedsJavaOnly() {
        classes().that(describe("are in dev.vireo.api", c -> of("dev.vireo.api", c)))
                .should().onlyDependOnClassesThat(describe("are of Java, of the API or annotations of OSGi",
                        c -> c.getPackageName().startsWith("java.") || of("dev.vireo.api", c)
                                || c.getPackageName().startsWith("org.osgi.annotation.")
                                || c.isPrimitive() || c.isArray()))
                .check(all);
    }

    @Test
    void nothingIsKeptInStaticVariables() {
        fields().that().areDeclaredInClassesThat(describe("are ours", ArchitectureTest::ours)).and().haveModifier(STATIC)
                .should().haveModifier(FINAL)
                .andShould().notHaveRawType(ThreadLocal.class)
                .check(all);
        noClasses().that(describe("are ours", ArchitectureTest::ours))
                .should().dependOnClassesThat().areAssignableTo(ThreadLocal.class)
                .check(all);
    }

    @Test
    void bundlesMeetThroughServicesOnly() {
        noClasses().that(describe("are ours", ArchitectureTest::ours))
                .should().dependOnClassesThat().areAssignableTo(ServiceLoader.class)
                .orShould().beAssignableTo(BundleActivator.class)
                .check(all);
    }

    @Test
    void loggingIsThatOfTheJdk() {
        noClasses().that(describe("are ours", ArchitectureTest::ours))
                .should().dependOnClassesThat().resideInAnyPackage("org.slf4j..", "java.util.logging..")
                .check(all);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses().that(describe("are ours", ArchitectureTest::ours))
                .should().haveSimpleNameEndingWith("Impl")
                .orShould().haveSimpleNameEndingWith("Manager")
                .orShould().haveSimpleNameEndingWith("Util")
                .orShould().haveSimpleNameEndingWith("Utils")
                .orShould().haveSimpleNameEndingWith("Helper")
                .check(all);
    }

    @Test
    void onlyTheApiHasClassesOutsideOfInternal() {
        classes().that(describe("are ours and not in the API or the library",
                        c -> ours(c) && !of("dev.vireo.api", c) && !c.getPackageName().equals(LIBRARY)))
                .should().resideInAPackage("..internal..")
                .check(all);
    }
}
