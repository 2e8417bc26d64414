package dev.vireo.pack;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.StoredZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Makes the bundle of a model from a folder: data only, the same to the bit for the same files. */
public final class ModelJar {
    /** The model's manifest in the folder. */
    public static final String MANIFEST = "model.json";
    private static final String PLACE = "META-INF/vireo/";

    private ModelJar() {}

    /**
     * @param folder with {@link #MANIFEST} and every file that it names; all of it goes below {@code META-INF/vireo/}
     * @param manifest content of {@link #MANIFEST} as the bundle shall have it
     * @param target is written over
     * @throws VireoException USER_INPUT when the folder holds a link or a hidden file, EXTERNAL when it cannot be read or the jar not be written
     */
    public static void write(Path folder, byte[] manifest, String symbolicName, PackageVersion version, Path target) {
        Map<String, Path> files = files(folder);
        files.remove(MANIFEST);
        try (StoredZip zip = new StoredZip(target)) {
            zip.add("META-INF/MANIFEST.MF", headers(symbolicName, version));
            zip.add(PLACE + MANIFEST, manifest);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                zip.add(PLACE + file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Path> files(Path folder) {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(f -> !f.equals(folder)).toList()) {
                if (Files.isSymbolicLink(file) || file.getFileName().toString().startsWith(".")) {
                    throw new VireoException(ErrorKind.USER_INPUT, file + " is a link or a hidden file; a model's folder holds plain files only");
                }
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(folder.relativize(file).toString().replace('\\', '/'), file);
                }
            }
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot read " + folder + ": " + e.getMessage(), e);
        }
        return files;
    }

    private static byte[] headers(String symbolicName, PackageVersion version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (List<String> header : List.of(
                List.of("Bundle-ManifestVersion", "2"),
                List.of("Bundle-SymbolicName", symbolicName),
                List.of("Bundle-Version", version.toString()),
                List.of("Provide-Capability", "dev.vireo.model;format=\"vireo-model/1\""))) {
            main.putValue(header.get(0), header.get(1));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }
}
