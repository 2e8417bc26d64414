package dev.vireo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A distribution that brings a second version of the text encoder beside the first: the same weights under another version,
 * so that its space holds the very vectors of the first and every difference between the two is a fault.
 */
final class SecondEncoder {
    private static final String BUNDLE = "dev.vireo.model.minilm";
    static final String VERSION = "1.1.0";

    private SecondEncoder() {}

    /** Makes it at {@code target}, of hard links where that is possible. */
    static Path distribution(Path from, Path target) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(from.relativize(file).toString());
                try {
                    Files.createLink(copy, file.toRealPath());
                } catch (IOException | UnsupportedOperationException e) {
                    Files.copy(file, copy);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Path jar;
        try (Stream<Path> files = Files.walk(target)) {
            jar = files.filter(f -> f.getFileName().toString().matches(BUNDLE.replace(".", "\\.") + "-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + BUNDLE + " in " + from));
        }
        String second = jar.getFileName().toString().replace(BUNDLE + "-", BUNDLE + ".second-");
        copy(jar, jar.resolveSibling(second));
        Path feature = target.resolve("features").resolve("vireo-model-minilm.json");
        ObjectNode description = (ObjectNode) Appliance.JSON.readTree(Files.readString(feature));
        String id = description.path("bundles").path(0).path("id").asText();
        description.withArray("bundles").addObject().put("id", id.replace(BUNDLE, BUNDLE + ".second")).put("start-level", 30);
        Files.delete(feature); // a link: writing would change the original
        Files.writeString(feature, description.toPrettyString());
        return target;
    }

    /** The bundle under another name and version, its model under another version. */
    private static void copy(Path jar, Path second) throws IOException {
        try (JarFile in = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(in.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-SymbolicName"), BUNDLE + ".second");
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
