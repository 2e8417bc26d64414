package dev.vireo.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The bundles of the distribution as files: what ships, not what was compiled. */
final class Jars {
    private Jars() {}

    static List<Path> bundles() {
        return list("bundles").stream().filter(f -> f.getFileName().toString().startsWith("dev.vireo.")).toList();
    }

    static List<Path> models() {
        return list("models");
    }

    private static List<Path> list(String folder) {
        try (Stream<Path> files = Files.list(Runtimes.distribution().resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code dev.vireo.x} of {@code dev.vireo.x-1.2.3.jar}, which is also its root package. */
    static String name(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*", "");
    }

    static Manifest manifest(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String header(Path jar, String name) {
        String value = manifest(jar).getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    /** Package names of an Import-Package or Export-Package header; commas inside of quotes are no separators. */
    static List<String> packages(String header) {
        List<String> names = new ArrayList<>();
        for (String clause : header.isEmpty() ? new String[0] : header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            names.add(clause.split(";")[0].strip());
        }
        return names;
    }

    static Collection<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Collections.list(file.entries()).stream().map(JarEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path jar, String entry) {
        try (JarFile file = new JarFile(jar.toFile()); InputStream in = file.getInputStream(file.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
