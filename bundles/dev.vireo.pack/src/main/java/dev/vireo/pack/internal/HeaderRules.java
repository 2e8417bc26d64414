package dev.vireo.pack.internal;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the headers of a bundle may say. */
final class HeaderRules {
    /** Bundles that only the product's own channel replaces: names, and begins of names where they end with a dot. */
    private static final List<String> CORE = List.of(
            "dev.vireo.api", "dev.vireo.broker", "dev.vireo.catalog.", "dev.vireo.deploy", "dev.vireo.pack", "dev.vireo.onnx",
            "dev.vireo.admin.", "dev.vireo.cli", "dev.vireo.launcher", "dev.vireo.ingest", "dev.vireo.query", "dev.vireo.media.",
            "org.osgi.", "org.apache.felix.", "system.bundle");
    /** Wiring that ties others to a bundle, hides what it needs, or lets it run outside of what a deploy watches. */
    private static final List<String> NEVER = List.of("Fragment-Host", "Require-Bundle", "DynamicImport-Package", "Bundle-NativeCode");
    private static final List<String> DATA_ONLY = List.of("Import-Package", "Export-Package", "Bundle-ClassPath", "Service-Component", "Bundle-Activator");
    private static final Set<String> IMPORTS = Set.of(
            "org.osgi.framework", "org.osgi.util.function", "org.osgi.util.promise", "jdk.incubator.vector");
    private static final List<String> IMPORTS_BELOW = List.of("java.", "dev.vireo.api.", "org.osgi.service.component.", "org.slf4j.");
    private static final String DEPLOYMENT = "dev.vireo.api.deploy";
    /** Who exports them beside the framework or the product gets between these and everybody else. */
    private static final List<String> RESERVED =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "dev.vireo.", "org.osgi.", "org.slf4j.", "org.apache.felix.", "ai.onnxruntime.");

    private final Jar jar;
    private final BundleHeaders headers;

    HeaderRules(Jar jar, BundleHeaders headers) {
        this.jar = jar;
        this.headers = headers;
    }

    static boolean model(BundleHeaders headers) {
        return headers.clauses("Provide-Capability").stream().anyMatch(c -> c.names().contains("dev.vireo.model"));
    }

    /** Rules for every bundle, also for the product's own. */
    void everyone() {
        refuseAny(NEVER, "which no bundle of a package may have");
        if (model(headers)) {
            refuseAny(DATA_ONLY, "and is a model bundle, which holds data only");
        }
        for (String part : headers.get("Bundle-ClassPath").isEmpty() ? List.<String>of() : paths("Bundle-ClassPath")) {
            if (!part.equals(".") && !jar.has(part) && !jar.has(part + "/")) {
                throw jar.refused("has \"" + Names.shown(part) + "\" on its Bundle-ClassPath, which it does not hold");
            }
        }
    }

    /**
     * Rules for bundles of other channels than the product's own.
     *
     * @param beside whether another bundle of the same package exports a Java package
     */
    void others(Predicate<String> beside) {
        String name = headers.symbolicName();
        if (CORE.stream().anyMatch(c -> c.endsWith(".") ? name.startsWith(c) : name.equals(c))) {
            throw jar.refused("has the symbolic name " + name + ", which is a part of the product; only its own channel replaces it");
        }
        refuseAny(List.of("Bundle-Activator"), "which runs at the start outside of what a deploy watches; use a component of Declarative Services");
        for (BundleHeaders.Clause clause : headers.clauses("Export-Package")) {
            clause.names().stream().filter(p -> RESERVED.stream().anyMatch((p + ".")::startsWith)).findFirst().ifPresent(p -> {
                throw jar.refused("exports " + Names.shown(p) + ", a package of the product or of the framework");
            });
        }
        for (BundleHeaders.Clause clause : headers.clauses("Import-Package")) {
            clause.names().stream().filter(p -> !allowed(p) && !beside.test(p)).findFirst().ifPresent(p -> {
                throw jar.refused("imports the package " + Names.shown(p)
                        + "; a bundle may import java.*, dev.vireo.api.* but not " + DEPLOYMENT + ", org.osgi.framework,"
                        + " org.osgi.service.component, org.osgi.util.function, org.osgi.util.promise, org.slf4j, jdk.incubator.vector and what its own package exports");
            });
        }
    }

    private static boolean allowed(String imported) {
        return IMPORTS.contains(imported)
                || !imported.equals(DEPLOYMENT) && IMPORTS_BELOW.stream().anyMatch((imported + ".")::startsWith);
    }

    private List<String> paths(String header) {
        return headers.clauses(header).stream().flatMap(c -> c.names().stream()).toList();
    }

    private void refuseAny(List<String> names, String why) {
        for (String name : names) {
            if (!headers.get(name).isEmpty()) {
                throw jar.refused("has the header " + name + ": " + Names.shown(headers.get(name)) + ", " + why);
            }
        }
    }
}
