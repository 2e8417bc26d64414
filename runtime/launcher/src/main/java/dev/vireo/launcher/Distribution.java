package dev.vireo.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureConfiguration;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/**
 * The installed product: {@code features/*.json} says what runs, {@code bundles/} and {@code models/} hold the files.
 *
 * <p>Features are in the JSON format of the OSGi Feature Service (Compendium 8.1, chapter 159). A bundle's
 * {@code start-level} is kept in its metadata.
 */
public final class Distribution {
    private static final List<String> FOLDERS = List.of("bundles", "models");

    private final Path root;
    private final FeatureService reader = new FeatureServiceImpl();

    public Distribution(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * What all features together ask for.
     *
     * @param bundles in order of start level, each once
     * @param configurations by PID: name to typed value
     * @param features by file name: the bundles of that feature, in its order
     */
    public record Content(
            List<Item> bundles, Map<String, Map<String, Object>> configurations, Map<String, List<Item>> features) {
        public Content {
            bundles = List.copyOf(bundles);
        }

        public int highestStartLevel() {
            return bundles.stream().mapToInt(Item::startLevel).max().orElse(1);
        }
    }

    /**
     * One bundle to install.
     *
     * @param id Maven coordinates as the feature names them
     * @param startLevel 1 (first) to 60 (last)
     * @param feature file name of the first feature that asks for it
     */
    public record Item(String id, Path file, int startLevel, String feature) {}

    /** @throws LaunchException naming every fault of every feature */
    public Content read() {
        Map<String, Item> bundles = new LinkedHashMap<>();
        Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
        Map<String, List<Item>> features = new LinkedHashMap<>();
        Map<String, String> configuredBy = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : featureFiles()) {
            String name = String.valueOf(file.getFileName());
            Feature feature;
            try {
                feature = parse(file);
            } catch (LaunchException e) {
                problems.add(e.getMessage());
                continue;
            }
            List<Item> items = features.computeIfAbsent(name, n -> new ArrayList<>());
            for (FeatureBundle bundle : feature.getBundles()) {
                item(bundle, name, problems).ifPresent(item -> {
                    items.add(item);
                    Item before = bundles.putIfAbsent(item.id(), item);
                    if (before != null && before.startLevel() != item.startLevel()) {
                        problems.add("features " + before.feature() + " and " + name + " give " + item.id()
                                + " different start levels");
                    }
                });
            }
            for (FeatureConfiguration configuration : feature.getConfigurations().values()) {
                String pid = configuration.getPid();
                String other = configuredBy.putIfAbsent(pid, name);
                if (other != null) {
                    problems.add("features " + other + " and " + name + " both configure " + pid);
                }
                configurations.put(pid, new LinkedHashMap<>(configuration.getValues()));
            }
        }
        if (!problems.isEmpty()) {
            throw new LaunchException(String.join("\n", problems));
        }
        List<Item> ordered = new ArrayList<>(bundles.values());
        ordered.sort((a, b) -> Integer.compare(a.startLevel(), b.startLevel()));
        return new Content(ordered, configurations, features);
    }

    private List<Path> featureFiles() {
        Path folder = root.resolve("features");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> features = files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            if (features.isEmpty()) {
                throw new LaunchException("no feature in " + folder + "; unpack the distribution again");
            }
            return features;
        } catch (IOException e) {
            throw new LaunchException("no features at " + folder + "; start with bin/vireo of a distribution", e);
        }
    }

    private Feature parse(Path file) {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return reader.readFeature(in);
        } catch (IOException | RuntimeException e) {
            throw new LaunchException("feature " + file + " is not readable: " + e.getMessage(), e);
        }
    }

    private Optional<Item> item(FeatureBundle bundle, String feature, List<String> problems) {
        ID id = bundle.getID();
        Object level = bundle.getMetadata().get("start-level");
        if (!(level instanceof Number number) || number.intValue() < 1 || number.intValue() > 60) {
            problems.add("feature " + feature + ": " + id + " has start-level " + level + "; expected a number from 1 to 60");
            return Optional.empty();
        }
        String file = id.getArtifactId() + "-" + id.getVersion() + id.getClassifier().map(c -> "-" + c).orElse("") + ".jar";
        for (String folder : FOLDERS) {
            Path jar = root.resolve(folder).resolve(file);
            if (Files.isRegularFile(jar)) {
                return Optional.of(new Item(id.toString(), jar, number.intValue(), feature));
            }
        }
        problems.add("feature " + feature + " asks for " + id + ", but neither bundles/ nor models/ of " + root
                + " has " + file);
        return Optional.empty();
    }
}
