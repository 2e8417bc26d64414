package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Pictures whose file names carry a WordNet id and a class ({@code n02123045_tabby.JPEG}). They are asked by class and by
 * super-class, for which a picture counts when its class lies below.
 */
final class NamedPictures {
    /** Words for super-classes and the synsets that they mean, chosen before anything was measured. */
    private static final Map<String, String> SUPER_CLASSES = superClasses();

    private NamedPictures() {}

    private static Map<String, String> superClasses() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("animals", "00015388");
        map.put("dogs", "02084071");
        map.put("cats", "02121620");
        map.put("birds", "01503061");
        map.put("snakes", "01726692");
        map.put("reptiles", "01661091");
        map.put("fish", "02512053");
        map.put("insects", "02159955");
        map.put("monkeys", "02484322");
        map.put("vehicles", "04524313");
        map.put("cars", "02958343");
        map.put("musical instruments", "03800933");
        map.put("furniture", "03405725");
        map.put("food", "00021265");
        map.put("clothing", "03051540");
        map.put("tools", "04451818");
        map.put("containers", "03094503");
        map.put("timepieces", "04437953");
        map.put("buildings", "02913152");
        map.put("weapons", "04565375");
        return map;
    }

    /** The truth by group of questions, {@code class} and {@code super-class}; empty when no name carries a class. */
    static Map<String, GroundTruth> read(Path folder) throws IOException {
        Set<Path> all = new LinkedHashSet<>();
        Map<String, List<GroundTruth.Shown>> byName = new TreeMap<>();
        Map<String, List<GroundTruth.Shown>> bySynset = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.sorted().toList()) {
                String file = path.getFileName().toString();
                if (file.matches("n\\d{8}_.+\\.[A-Za-z]+")) {
                    all.add(path);
                    GroundTruth.Shown shown = new GroundTruth.Shown(path, Optional.empty(), List.of());
                    String name = file.substring(10, file.lastIndexOf('.')).replace('_', ' ');
                    byName.computeIfAbsent(name, n -> new ArrayList<>()).add(shown);
                    bySynset.computeIfAbsent(file.substring(1, 9), s -> new ArrayList<>()).add(shown);
                }
            }
        }
        if (all.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parents = hierarchy();
        Map<String, List<GroundTruth.Shown>> above = new LinkedHashMap<>();
        SUPER_CLASSES.forEach((word, synset) -> {
            List<GroundTruth.Shown> relevant = new ArrayList<>();
            bySynset.forEach((s, shown) -> {
                if (isBelow(s, synset, parents)) {
                    relevant.addAll(shown);
                }
            });
            if (!relevant.isEmpty()) {
                above.put(word, relevant);
            }
        });
        Map<String, GroundTruth> groups = new LinkedHashMap<>();
        groups.put("class", new GroundTruth(all, byName));
        groups.put("super-class", new GroundTruth(all, above));
        return groups;
    }

    private static boolean isBelow(String synset, String ancestor, Map<String, List<String>> parents) {
        return synset.equals(ancestor)
                || parents.getOrDefault(synset, List.of()).stream().anyMatch(p -> isBelow(p, ancestor, parents));
    }

    /** Parents by synset, from the vocabularies of the distribution's model bundles. */
    private static Map<String, List<String>> hierarchy() throws IOException {
        Map<String, List<String>> parents = new HashMap<>();
        try (Stream<Path> files = Files.walk(Appliance.distribution())) {
            for (Path jar : files.filter(p -> p.getFileName().toString().matches("dev\\.vireo\\.model\\..*\\.jar"))
                    .toList()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    var entry = file.getEntry("META-INF/vireo/vocabulary.json");
                    if (entry != null) {
                        try (InputStream in = file.getInputStream(entry)) {
                            JsonNode concepts = Appliance.JSON.readTree(in).path("concepts");
                            concepts.properties().forEach(c -> {
                                List<String> above = new ArrayList<>();
                                c.getValue().path("parents").forEach(p -> above.add(p.asText()));
                                parents.putIfAbsent(c.getKey(), above);
                            });
                        }
                    }
                }
            }
        }
        return parents;
    }
}
