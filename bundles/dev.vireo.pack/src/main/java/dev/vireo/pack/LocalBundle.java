package dev.vireo.pack;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.BundleCheck;
import dev.vireo.pack.internal.Hash;
import dev.vireo.pack.internal.JarFacts;
import dev.vireo.pack.internal.StoredJar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A bundle that somebody deploys as it comes from the compiler; for developer mode. The rules on bundles hold for it, too. */
final class LocalBundle {
    private static final String CHANNEL = "local";
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private LocalBundle() {}

    static boolean is(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    static VerifiedPackage read(Path file, boolean developerMode) {
        if (!developerMode) {
            throw new VireoException(ErrorKind.USER_INPUT, file.getFileName()
                    + ": is a bundle and no package; make a signed package of it with vireo pack. Only developer mode takes it as it is");
        }
        JarFacts facts = JarFacts.of(file);
        PackageManifest.BundleSpec bundle = new PackageManifest.BundleSpec(facts.symbolicName(), facts.version(),
                PackageManifest.BundleSpec.path(facts.symbolicName(), facts.version()), facts.sha256(), facts.size());
        PackageManifest written =
                new PackageManifest(facts.symbolicName().toLowerCase(Locale.ROOT), facts.version(), CHANNEL, NEVER, List.of(bundle));
        PackageManifest manifest = PackageManifest.read(String.valueOf(file.getFileName()), written.canonical());
        Map<PackagedBundle, StoredJar> checked = BundleCheck.alone(file, manifest, facts);
        return new VerifiedPackage(manifest, Hash.of(manifest.canonical()), Signer.DEVELOPER, checked);
    }
}
