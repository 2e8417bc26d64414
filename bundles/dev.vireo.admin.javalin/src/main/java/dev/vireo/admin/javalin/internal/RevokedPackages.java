package dev.vireo.admin.javalin.internal;

import dev.vireo.api.deploy.DeployedPackage;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Keyring;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packages that serve although they, or the key that signed them, were revoked since. Serving goes on; an administrator decides. */
final class RevokedPackages {
    private final Generations generations;
    private final Keyring keyring;

    RevokedPackages(Generations generations, Keyring keyring) {
        this.generations = generations;
        this.keyring = keyring;
    }

    /** One sentence each; mostly none. */
    List<String> warnings() {
        List<DeployedPackage> packages = serving();
        if (packages.isEmpty()) {
            return List.of();
        }
        Keyring.Trusted trusted = keyring.trusted();
        List<String> warnings = new ArrayList<>();
        for (DeployedPackage p : packages) {
            reason(p, trusted).ifPresent(why -> warnings.add(p.name() + " " + p.version() + " serves although " + why
                    + "; deploy another, or go back: vireo rollback"));
        }
        return warnings;
    }

    private List<DeployedPackage> serving() {
        long active = generations.intent().active();
        return generations.list().stream()
                .filter(g -> g.number() == active)
                .flatMap(g -> g.packages().stream())
                .toList();
    }

    private static Optional<String> reason(DeployedPackage p, Keyring.Trusted trusted) {
        return Optional.ofNullable(trusted.revokedPackages().get(p.sha256()))
                .map(why -> "this release was revoked: " + why)
                .or(() -> Optional.ofNullable(trusted.revokedKeys().get(p.signer()))
                        .map(why -> "the key that signed it was revoked: " + why));
    }

    /** Sent along with an answer, as other warnings are; of what a header cannot carry the place is kept. */
    List<String> send(Context ctx) {
        List<String> warnings = warnings();
        warnings.forEach(w -> ctx.res().addHeader(TrustRoutes.WARNING_HEADER, w.replaceAll("[^\\x20-\\x7E]", "?")));
        return warnings;
    }
}
