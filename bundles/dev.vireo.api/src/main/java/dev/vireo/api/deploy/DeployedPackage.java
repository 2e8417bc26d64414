package dev.vireo.api.deploy;

import java.util.List;

/**
 * A package of a generation.
 *
 * @param name as its manifest says
 * @param version as its manifest says
 * @param sha256 of its manifest, hex, which names the hashes of all the rest: what the version floor remembers of it
 * @param signer id of the key that signed it; {@link #DEVELOPER} for an unsigned one, which raises no floor
 * @param bundles what it holds
 */
public record DeployedPackage(String name, String version, String sha256, String signer, List<DeployedBundle> bundles) {
    /** Signer of what developer mode took unsigned. */
    public static final String DEVELOPER = "developer";

    public DeployedPackage {
        bundles = List.copyOf(bundles);
    }
}
