package dev.vireo.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import dev.vireo.launcher.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.ops4j.pax.exam.Option;

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

    private static List<Distribution.Item> items() {
        return new Distribution(distribution()).read().bundles();
    }

    /** A framework with the launcher's exports and only the bundles of one feature. */
    static Option[] only(String feature, Option... more) {
        return with(new Distribution(distribution()).read().features().get(feature), more);
    }

    /** A framework with everything that ships. */
    static Option[] whole(Option... more) {
        return with(items(), more);
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
