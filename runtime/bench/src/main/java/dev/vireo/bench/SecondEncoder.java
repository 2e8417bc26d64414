package dev.vireo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A second version of the text encoder: the same weights under another version, so that its space holds the very vectors of the first
 * and every difference between the two is a fault.
 */
final class SecondEncoder {
    private static final String BUNDLE = "dev.vireo.model.minilm";
    static final String VERSION = "1.1.0";

    private SecondEncoder() {}

    /** Makes its bundle of a distribution's. @return its jar, in {@code folder} */
    static Path jar(Path distribution, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(distribution)) {
            Path first = files.filter(f -> f.getFileName().toString().matches(BUNDLE.replace(".", "\\.") + "-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + BUNDLE + " in " + distribution));
            Path second = folder.resolve(BUNDLE + "-" + VERSION + ".jar");
            copy(first, second);
            return second;
        }
    }

    /** The bundle under another version, and its model. */
    private static void copy(Path jar, Path second) throws IOException {
        try (JarFile in = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(in.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), VERSION);
            try (OutputStream file = Files.newOutputStream(second); JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : in.stream().toList()) {
                    if (entry.getName().equals(JarFile.MANIFEST_NAME) || entry.isDirectory()) {
                        continue;
                    }
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream content = in.getInputStream(entry)) {
                        if (entry.getName().equals("META-INF/vireo/model.json")) {
                            ObjectNode model = (ObjectNode) Appliance.JSON.readTree(content);
                            String space = model.path("space").asText();
                            String before = model.path("version").asText();
                            model.put("version", VERSION);
                            if (!space.isEmpty()) {
                                model.put("space", space.replace(before, VERSION));
                            }
                            out.write(Appliance.JSON.writeValueAsBytes(model));
                        } else {
                            content.transferTo(out);
                        }
                    }
                    out.closeEntry();
                }
            }
        }
    }
}
