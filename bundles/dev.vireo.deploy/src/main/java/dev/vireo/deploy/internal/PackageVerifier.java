package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.pack.PackageReader;
import dev.vireo.pack.PackagedBundle;
import dev.vireo.pack.Trust;
import dev.vireo.pack.VerifiedPackage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Checks package files by the appliance's trust, and raises the floor of what was committed. */
final class PackageVerifier {
    private static final String DEVELOPER = DeployedPackage.DEVELOPER;

    private final TrustStore trust;
    private final InstantSource clock;

    PackageVerifier(TrustStore trust, InstantSource clock) {
        this.trust = trust;
        this.clock = clock;
    }

    /** @throws dev.vireo.api.error.VireoException USER_INPUT with the reason when the package is refused */
    Candidate verify(Path file) {
        Instant now = clock.instant();
        trust.see(now);
        VerifiedPackage verified = PackageReader.verify(file, Trust.of(trust.state(), now));
        Map<String, PackagedBundle> bundles = new HashMap<>();
        verified.bundles().forEach(b -> bundles.put(b.sha256(), b));
        DeployedPackage content = new DeployedPackage(
                verified.manifest().name(),
                verified.manifest().version().toString(),
                verified.manifestSha256(),
                verified.signer().key().orElse(DEVELOPER),
                verified.bundles().stream()
                        .map(b -> new DeployedBundle(b.symbolicName(), b.version().toString(), b.sha256(), b.size()))
                        .toList());
        return new Candidate(content, (bundle, target) -> verified.extract(bundles.get(bundle.sha256()), target));
    }

    /** From now on nothing older than the packages of a generation that serves is taken. */
    void raiseFloors(Generation generation) {
        generation.packages().stream().filter(p -> !p.signer().equals(DEVELOPER)).forEach(p -> trust.raiseFloor(p.name(), PackageVersion.parse(p.version()), p.sha256()));
    }
}
