package dev.vireo.pack;

import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.StoredJar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A package that passed every check. Its content is still in its file, which is read again when a bundle is taken out. */
public final class VerifiedPackage {
    private final PackageManifest manifest;
    private final String manifestSha256;
    private final Signer signer;
    private final Map<PackagedBundle, StoredJar> bundles;

    VerifiedPackage(PackageManifest manifest, String manifestSha256, Signer signer, Map<PackagedBundle, StoredJar> bundles) {
        this.manifest = manifest;
        this.manifestSha256 = manifestSha256;
        this.signer = signer;
        this.bundles = new LinkedHashMap<>(bundles);
    }

    public PackageManifest manifest() {
        return manifest;
    }

    /** Identity of the package: SHA-256 of the manifest that was signed, which holds the hashes of all the rest. */
    public String manifestSha256() {
        return manifestSha256;
    }

    public Signer signer() {
        return signer;
    }

    public List<PackagedBundle> bundles() {
        return List.copyOf(bundles.keySet());
    }

    /**
     * Writes the jar of a bundle to a file of its own. The content is hashed once more on the way: what another program did
     * to the package since it was checked is refused.
     *
     * @param bundle of {@link #bundles()}
     * @param target must not exist; it is on disk when this returns, and absent when this throws
     * @throws VireoException USER_INPUT when the content has changed; EXTERNAL or RESOURCES when it cannot be written
     */
    public void extract(PackagedBundle bundle, Path target) {
        StoredJar jar = bundles.get(bundle);
        if (jar == null) {
            throw new IllegalArgumentException(bundle + " is not of this package");
        }
        jar.copy(target);
    }
}
