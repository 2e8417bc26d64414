package dev.vireo.pack;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.JarFacts;
import dev.vireo.pack.internal.PackageFile;
import dev.vireo.pack.internal.StoredZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes packages. The same content, key and terms give the same file to the bit. */
public final class PackageWriter {
    /** Who signs: a publisher's key and the delegation that is put into the package; without it the appliance must have it. */
    public record By(SigningKey key, Optional<Delegation> delegation) {}

    private PackageWriter() {}

    /**
     * The manifest of a package of these bundles, in this order.
     *
     * @throws VireoException USER_INPUT when a file is no bundle
     */
    public static PackageManifest manifest(String name, PackageVersion version, String channel, Instant expires, List<Path> jars) {
        List<PackageManifest.BundleSpec> bundles = new ArrayList<>();
        for (Path jar : jars) {
            JarFacts facts = JarFacts.of(jar);
            bundles.add(new PackageManifest.BundleSpec(facts.symbolicName(), facts.version(),
                    PackageManifest.BundleSpec.path(facts.symbolicName(), facts.version()), facts.sha256(), facts.size()));
        }
        PackageManifest manifest = new PackageManifest(name, version, channel, expires, bundles);
        return PackageManifest.read("the manifest", manifest.canonical()); // what cannot be read is not written
    }

    /**
     * Writes a package; it appears whole or not at all.
     *
     * @param jars of the manifest's bundles, in its order
     * @param by who signs; nobody for a package that only developer mode takes
     * @throws VireoException EXTERNAL when the file cannot be written
     */
    public static void write(PackageManifest manifest, List<Path> jars, Optional<By> by, Path target) {
        byte[] json = manifest.canonical();
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            try (StoredZip zip = new StoredZip(part)) {
                zip.add(PackageFile.MANIFEST, json);
                if (by.isPresent()) {
                    zip.add(PackageFile.SIGNATURE, SignatureCheck.write(json, by.get().key(), by.get().delegation()));
                }
                for (int i = 0; i < jars.size(); i++) {
                    zip.add(manifest.bundles().get(i).path(), jars.get(i));
                }
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot write " + target + ": " + e.getMessage(), e);
        } finally {
            delete(part);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot delete the unfinished " + part + ": " + e.getMessage(), e);
        }
    }
}
