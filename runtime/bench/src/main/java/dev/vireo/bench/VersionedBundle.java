package dev.vireo.bench;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.PackageWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A bundle of the distribution under new versions, in unsigned packages. */
final class VersionedBundle {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final Path jar;
    private final String name;

    /** @param bundle folder and symbolic name, e.g. {@code bundles/dev.vireo.index.jvector} */
    VersionedBundle(Path distribution, String bundle) throws IOException {
        Path folder = distribution.resolve(bundle).getParent();
        this.name = String.valueOf(Path.of(bundle).getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            this.jar = files.filter(f -> f.getFileName().toString().matches(name.replace(".", "\\.") + "-\\d.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + bundle + " in " + distribution));
        }
    }

    String name() {
        return name;
    }

    /** A package of version {@code 1.0.number}. */
    Path pack(Path folder, int number) throws IOException {
        return pack(folder, number, UnaryOperator.identity());
    }

    /**
     * The same with other settings.
     *
     * @param settings what becomes of the text of each component's description ({@code OSGI-INF/*.xml})
     */
    Path pack(Path folder, int number, UnaryOperator<String> settings) throws IOException {
        String version = "1.0." + number;
        Path copy = folder.resolve(name + "-" + version + ".jar");
        try (ZipFile from = new ZipFile(jar.toFile()); OutputStream out = Files.newOutputStream(copy); ZipOutputStream to = new ZipOutputStream(out)) {
            to.setMethod(ZipOutputStream.STORED); // packing is not what is measured
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] content;
                try (InputStream in = from.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                if (entry.getName().equals(MANIFEST)) {
                    content = new String(content, StandardCharsets.UTF_8)
                            .replaceFirst("(?m)^Bundle-Version: .*$", "Bundle-Version: " + version + "\r")
                            .replace("\r\r\n", "\r\n")
                            .getBytes(StandardCharsets.UTF_8);
                } else if (entry.getName().matches("OSGI-INF/[^/]+\\.xml")) {
                    content = settings.apply(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                }
                CRC32 crc = new CRC32();
                crc.update(content);
                ZipEntry copied = new ZipEntry(entry.getName());
                copied.setTimeLocal(entry.getTimeLocal());
                copied.setSize(content.length);
                copied.setCompressedSize(content.length);
                copied.setCrc(crc.getValue());
                to.putNextEntry(copied);
                to.write(content);
                to.closeEntry();
            }
        }
        PackageManifest manifest = PackageWriter.manifest(name.substring("dev.vireo.".length()), PackageVersion.parse(version),
                Delegation.PRODUCT_CHANNEL, Instant.parse("2099-01-01T00:00:00Z"), List.of(copy));
        Path file = folder.resolve(name + "-" + version + ".vpk");
        PackageWriter.write(manifest, List.of(copy), Optional.empty(), file);
        Files.delete(copy);
        return file;
    }
}
