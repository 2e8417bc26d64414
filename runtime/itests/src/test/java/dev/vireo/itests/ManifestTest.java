package dev.vireo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the built bundles say of themselves. */
class ManifestTest {
    /** Packages beside {@code dev.vireo.api} that a bundle may import; a longer list needs a reason in a review. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "dev.vireo.deploy", List.of("org.osgi.resource"),
            "dev.vireo.pack", List.of("javax.crypto"),
            "dev.vireo.onnx", List.of("ai.onnxruntime", "javax.imageio", "org.w3c.dom", "org.xml.sax", "javax.xml"),
            "dev.vireo.catalog.sqlite", List.of("javax.sql", "javax.xml", "org.slf4j", "org.w3c.dom", "org.xml.sax"),
            "dev.vireo.index.jvector", List.of("jdk.incubator.vector", "sun.", "com.sun.management", "javax.management", "javax.tools", "org.slf4j"),
            "dev.vireo.media.ffmpeg", List.of("javax.xml", "org.w3c.dom", "org.xml.sax"),
            "dev.vireo.admin.javalin", List.of("javax.", "org.slf4j", "org.w3c.dom", "org.xml.sax", "org.ietf.jgss", "sun.misc"));
    /** Parts of the framework that every bundle may use. */
    private static final List<String> FRAMEWORK =
            List.of("dev.vireo.api.", "org.osgi.framework", "org.osgi.util.tracker", "org.osgi.service.component");

    static List<Path> bundles() {
        return Jars.bundles();
    }

    static List<Path> models() {
        return Jars.models();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void importsAreOnTheList(Path jar) {
        List<String> allowed = new ArrayList<>(FRAMEWORK);
        allowed.addAll(ALLOWED.getOrDefault(Jars.name(jar), List.of()));
        if (ArchitectureTest.READERS.contains(Jars.name(jar))) {
            allowed.add(ArchitectureTest.LIBRARY);
        }
        List<String> others = Jars.packages(Jars.header(jar, "Import-Package")).stream()
                .filter(p -> allowed.stream().noneMatch(p::startsWith))
                .toList();
        assertEquals(List.of(), others, Jars.name(jar) + " imports packages that are not on its list");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void onlyTheApiAndTheLibraryExport(Path jar) {
        List<String> exports = Jars.packages(Jars.header(jar, "Export-Package"));
        if (Jars.name(jar).equals("dev.vireo.api")) {
            assertTrue(exports.size() >= 10, exports.toString());
            assertTrue(exports.stream().allMatch(p -> p.startsWith("dev.vireo.api.")), exports.toString());
        } else {
            List<String> library = Jars.name(jar).equals(ArchitectureTest.LIBRARY) ? List.of(ArchitectureTest.LIBRARY) : List.of();
            assertEquals(library, exports, Jars.name(jar));
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void nothingHidesAWiringFault(Path jar) {
        for (String header : List.of("Require-Bundle", "DynamicImport-Package", "Bundle-Activator", "Fragment-Host")) {
            assertEquals("", Jars.header(jar, header), Jars.name(jar) + " has " + header);
        }
        assertTrue(Jars.header(jar, "Require-Capability").contains("(version=25)"),
                Jars.name(jar) + " does not require Java 25: a bnd that does not know it writes UNKNOWN");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void onlyTheBrokerAndThePairsOfConseHaveDynamicReferencesAndAllAreGreedy(Path jar) {
        for (String entry : Jars.entries(jar)) {
            if (!entry.matches("OSGI-INF/[^/]+\\.xml")) {
                continue;
            }
            Matcher references = Pattern.compile("<reference [^>]*>").matcher(Jars.text(jar, entry));
            while (references.find()) {
                String reference = references.group();
                if (Jars.name(jar).equals("dev.vireo.broker")) {
                    continue; // it tracks every provider, greedy or not
                }
                // ConSE makes a pair of each two models, also of staged ones, and is never bound anew (ADR 0004).
                boolean pairs = entry.equals("OSGI-INF/dev.vireo.encode.conse.internal.ConsePairs.xml");
                assertEquals(pairs, reference.contains("policy=\"dynamic\""), entry + ": " + reference);
                // A reluctant static reference stays with the old provider while a better one is up.
                assertTrue(reference.contains("policy-option=\"greedy\""), entry + ": " + reference);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void modelBundlesHoldDataOnly(Path jar) {
        List<String> code = Jars.entries(jar).stream().filter(e -> e.matches(".*\\.(class|jar|so|dll|dylib)")).toList();
        assertEquals(List.of(), code, Jars.name(jar));
        assertTrue(Jars.header(jar, "Provide-Capability").contains("dev.vireo.model"), Jars.name(jar));
        assertTrue(Jars.entries(jar).contains("META-INF/vireo/model.json"), Jars.name(jar));
        assertEquals("", Jars.header(jar, "Import-Package"), Jars.name(jar));
    }

    /** A mistyped {@code -fixupmessages} is ignored in silence, so the rule itself is tested. */
    @Test
    void aPrivateTypeInAnExportedSignatureFailsTheBuild() throws Exception {
        String pom = Files.readString(Path.of(System.getProperty("vireo.root"), "pom.xml"));
        Matcher block = Pattern.compile("<bnd><!\\[CDATA\\[(.*?)]]></bnd>", Pattern.DOTALL).matcher(pom);
        assertTrue(block.find(), "the parent POM has no bnd block");
        Properties rules = new Properties();
        rules.load(new StringReader(block.group(1).replace("${project.artifactId}", "leaky").replace("${project.name}", "leaky")));

        try (Builder builder = new Builder()) {
            builder.setProperties(rules);
            builder.setProperty("-includepackage", "dev.vireo.itests.leak,dev.vireo.itests.leak.internal");
            builder.setProperty("Export-Package", "dev.vireo.itests.leak;version=1.0.0");
            builder.addClasspath(new File(ManifestTest.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
            try (Jar jar = builder.build()) {
                assertTrue(jar.getResources().keySet().stream().anyMatch(r -> r.endsWith("Leaky.class")), "nothing was built");
            }
            assertTrue(builder.getErrors().stream().anyMatch(e -> e.contains("private references")),
                    "errors " + builder.getErrors() + ", warnings " + builder.getWarnings());
        }
    }
}
