package dev.vireo.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import dev.vireo.api.model.Provider;
import dev.vireo.launcher.Distribution;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.ops4j.pax.exam.Option;
import org.osgi.service.component.annotations.Component;

/** Felix as the launcher sets it up, with the bundles of the distribution. Runs outside of the framework. */
final class Runtimes {
    private Runtimes() {}

    /** The unpacked distribution under test. */
    static Path distribution() {
        return Path.of(System.getProperty("vireo.dist"));
    }

    /** All features but one: "name url url …", separated by semicolons, so that it fits into a framework property. */
    static String others(String feature) {
        StringBuilder features = new StringBuilder();
        new Distribution(distribution()).read().features().forEach((name, items) -> {
            if (!name.equals(feature)) {
                features.append(features.isEmpty() ? "" : ";").append(name);
                items.forEach(item -> features.append(' ').append(item.file().toUri()));
            }
        });
        return features.toString();
    }

    /** A framework with the launcher's exports and only the bundles of one feature. */
    static Option[] only(String feature, Option... more) {
        return with(new Distribution(distribution()).read().features().get(feature), more);
    }

    /** A framework with the launcher's exports and the bundles of some features. */
    static Option[] of(List<String> wanted, Option... more) {
        Map<String, List<Distribution.Item>> features = new Distribution(distribution()).read().features();
        Map<String, Distribution.Item> items = new LinkedHashMap<>();
        wanted.forEach(feature -> features.get(feature).forEach(item -> items.putIfAbsent(item.id(), item)));
        return with(List.copyOf(items.values()), more);
    }

    /** A framework with everything that ships but one feature. */
    static Option[] without(String feature, Option... more) {
        Map<String, List<Distribution.Item>> features = new Distribution(distribution()).read().features();
        Map<String, Distribution.Item> items = new LinkedHashMap<>();
        features.forEach((name, bundles) -> {
            if (!name.equals(feature)) {
                bundles.forEach(item -> items.putIfAbsent(item.id(), item));
            }
        });
        return with(List.copyOf(items.values()), more);
    }

    /** The bundle of a detector and an encoder that a test brings. */
    static Path unicorns(Path folder) throws IOException {
        return built(folder, "unicorn", "1.0.0", Map.of());
    }

    /**
     * Builds a bundle of providers of this module, as an integrator would.
     *
     * @param part their package, below this one
     * @param headers beside name and version
     * @return its jar, in {@code folder}
     */
    static Path built(Path folder, String part, String version, Map<String, String> headers) throws IOException {
        try (Builder builder = new Builder()) {
            builder.setProperty("Bundle-SymbolicName", "dev.vireo.itests." + part);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("Private-Package", "dev.vireo.itests." + part);
            builder.setProperty("-conditionalpackage", "dev.vireo.itests.shape"); // where it is used
            headers.forEach(builder::setProperty);
            for (Class<?> type : List.of(Runtimes.class, Provider.class, Component.class)) {
                builder.addClasspath(new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
            }
            Jar jar = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new IllegalStateException("the test bundle cannot be built: " + builder.getErrors());
            }
            Path file = folder.resolve(part + "-" + version + ".jar");
            jar.write(file.toFile());
            return file;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the test bundle cannot be built", e);
        }
    }

    /**
     * A bundle of the distribution as another version of it, with one of its entries changed.
     *
     * @return its jar, in {@code folder}
     */
    static Path changed(Path folder, String bundle, String version, String changedEntry, UnaryOperator<String> change) throws IOException {
        return changed(folder, bundle, version, changedEntry::equals, StandardCharsets.UTF_8, change);
    }

    /** The shipped detector in a version that only tells what it is sure of. */
    static Path secondDetector(Path folder) throws IOException {
        return changed(folder, "dev.vireo.model.nanodet", "1.1.0", "META-INF/vireo/model.json",
                json -> json.replace("\"version\": \"1.0.0\"", "\"version\": \"1.1.0\"")
                        .replace("\"scoreThreshold\": 0.15", "\"scoreThreshold\": 0.45"));
    }

    /** The shipped generator in a version with other words, each as long as the one that it replaces: they lie in class files. */
    static Path secondGenerator(Path folder) throws IOException {
        return changed(folder, "dev.vireo.generate.template", "0.2.0", name -> name.endsWith(".class"), StandardCharsets.ISO_8859_1,
                text -> text.replace("0.1.0", "0.2.0")
                        .replace("Found ", "Shown ")
                        .replace("capture time unknown", "capture time UNKNOWN"));
    }

    private static Path changed(
            Path folder, String bundle, String version, Predicate<String> changed, Charset read, UnaryOperator<String> change)
            throws IOException {
        Path shipped = new Distribution(distribution()).read().features().values().stream()
                .flatMap(List::stream)
                .map(Distribution.Item::file)
                .filter(file -> file.getFileName().toString().startsWith(bundle + "-"))
                .findFirst()
                .orElseThrow();
        Path other = folder.resolve(bundle + "-" + version + ".jar");
        try (JarFile in = new JarFile(shipped.toFile())) {
            Manifest manifest = new Manifest(in.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (OutputStream file = Files.newOutputStream(other); JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : in.stream().filter(e -> !e.isDirectory() && !e.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    byte[] content = in.getInputStream(entry).readAllBytes();
                    out.write(changed.test(entry.getName())
                            ? change.apply(new String(content, read)).getBytes(read)
                            : content);
                    out.closeEntry();
                }
            }
        }
        return other;
    }

    private static Option[] with(List<Distribution.Item> items, Option... more) {
        List<Option> bundles = new ArrayList<>();
        for (Distribution.Item item : items) {
            bundles.add(bundle(item.file().toUri().toString()).startLevel(item.startLevel()));
        }
        return options(
                // Never org.osgi.framework.system.packages.extra: it replaces the test container's own exports.
                systemPackages(exports()),
                frameworkProperty("felix.bootdelegation.implicit").value("false"),
                frameworkProperty("felix.service.urlhandlers").value("true"), // the container installs from URLs
                frameworkStartLevel(90),
                junitBundles(),
                composite(bundles.toArray(Option[]::new)),
                composite(more));
    }

    private static String[] exports() {
        Properties properties = new Properties();
        try (InputStream in = Distribution.class.getResourceAsStream("framework.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("org.osgi.framework.system.packages.extra").split(",(?=[a-z])");
    }
}
