package dev.vireo.cli.internal;

import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.PackageReader;
import dev.vireo.pack.PackagedBundle;
import dev.vireo.pack.RootKey;
import dev.vireo.pack.Trust;
import dev.vireo.pack.VerifiedPackage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a package as an appliance would, as far as this can be done without one. */
final class PackageCheck {
    private final Screen screen;

    PackageCheck(Screen screen) {
        this.screen = screen;
    }

    /** @return exit code */
    int show(Path file, Optional<Path> rootFile) {
        Optional<RootKey> root = rootFile.map(f -> RootKey.read(Screen.safe(f.toString()), KeyFiles.read(f)));
        Instant now = Instant.now();
        VerifiedPackage p = root.isPresent()
                ? PackageReader.verify(file, Trust.of(new TrustState(root.map(RootKey::text), List.of(), Optional.empty(), 0, Map.of(), now, false), now))
                : PackageReader.inspect(file, now);
        screen.line("package  " + p.manifest().name() + " " + p.manifest().version() + ", channel " + p.manifest().channel()
                + ", to be deployed until " + p.manifest().expires());
        screen.line("manifest " + p.manifestSha256());
        for (PackagedBundle b : p.bundles()) {
            screen.line("bundle   " + b.symbolicName() + " " + b.version() + (b.model() ? ", a model, " : ", ") + Times.bytes(b.size()) + ", sha256 " + b.sha256());
        }
        if (p.signer().developer()) {
            screen.line(screen.red("NOT signed") + "; only an appliance in developer mode takes it");
        } else {
            screen.line("signed by " + Screen.safe(p.signer().publisher()) + ", key " + p.signer().key().orElse(""));
            screen.line("for root " + p.signer().root().orElse("") + (root.isPresent() ? ", whose signature is right" : ", whose signature was not checked: give --root FILE"));
        }
        return Exit.OK;
    }

    /** Tells at once what an appliance would refuse. */
    int worthDeploying(Path file) {
        try {
            PackageReader.inspect(file, Instant.now());
            return Exit.OK;
        } catch (VireoException e) {
            screen.note("vireo: an appliance will refuse it: " + Screen.safe(e.getMessage()));
            return Exit.FAILURE;
        }
    }
}
