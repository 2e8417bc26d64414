package dev.vireo.pack;

import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.BundleCheck;
import dev.vireo.pack.internal.Hash;
import dev.vireo.pack.internal.PackageFile;
import dev.vireo.pack.internal.StoredJar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * Checks packages. Nothing is written and nothing is unpacked; whoever calls sees to it that nobody else changes the file
 * meanwhile. The order: form of the archive, signature and who may sign, what the manifest promises, content.
 */
public final class PackageReader {
    /** Largest package [bytes]. */
    public static final long MOST_BYTES = Integer.MAX_VALUE;

    private PackageReader() {}

    /**
     * @param file a package; in developer mode also a bundle by itself, which is taken as an unsigned package of that name and version
     * @return the package, which may be deployed as far as this appliance's trust and the rules on bundles go
     * @throws VireoException USER_INPUT with the reason when it is refused; NOT_FOUND when there is no such file; EXTERNAL when it cannot be read
     */
    public static VerifiedPackage verify(Path file, Trust trust) {
        return read(file, trust, false);
    }

    /**
     * As {@link #verify} for whoever has no appliance and no root at hand: everything is checked but the root's signature under
     * the delegation, and a package that nobody signed is taken. Never enough to deploy.
     *
     * @param now time to judge validity by
     */
    public static VerifiedPackage inspect(Path file, Instant now) {
        return read(file, Trust.of(TrustState.FRESH, now), true);
    }

    private static VerifiedPackage read(Path file, Trust trust, boolean anyRoot) {
        if (LocalBundle.is(file)) {
            return LocalBundle.read(file, trust.developerMode());
        }
        try (PackageFile content = PackageFile.open(file)) {
            Signer signer = new SignatureCheck(content, trust, anyRoot).signer();
            PackageManifest manifest = PackageManifest.read(content.title() + ": " + PackageFile.MANIFEST, content.manifest());
            String sha256 = Hash.of(content.manifest());
            terms(content, manifest, sha256, trust);
            Map<PackagedBundle, StoredJar> bundles = BundleCheck.of(content, manifest);
            return new VerifiedPackage(manifest, sha256, signer, bundles);
        }
    }

    private static void terms(PackageFile content, PackageManifest manifest, String sha256, Trust trust) {
        String what = content.title() + ": ";
        if (trust.now().isAfter(manifest.expires())) {
            throw new VireoException(ErrorKind.USER_INPUT, what + "expired at " + manifest.expires() + "; " + trust.timeShown()
                    + ". Ask the publisher for a newer release");
        }
        trust.revocations().map(r -> r.terms().packages().get(sha256)).ifPresent(reason -> {
            throw new VireoException(ErrorKind.USER_INPUT, what + "this release was revoked: " + reason);
        });
        TrustState.Floor floor = trust.floors().get(manifest.name());
        if (floor == null) {
            return;
        }
        int order = manifest.version().compareTo(floor.version());
        if (order < 0) {
            throw new VireoException(ErrorKind.USER_INPUT, what + manifest.name() + " " + manifest.version() + " is older than "
                    + floor.version() + ", which was deployed here; an older version comes back by vireo rollback only");
        }
        if (order == 0 && !floor.manifestSha256().equals(sha256)) {
            throw new VireoException(ErrorKind.USER_INPUT, what + "another package was deployed here as " + manifest.name() + " "
                    + floor.version() + "; a changed package needs a higher version");
        }
    }
}
