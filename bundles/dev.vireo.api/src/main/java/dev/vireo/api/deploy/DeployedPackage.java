package dev.vireo.api.deploy;

import java.util.List;

/**
 * A package of a generation.
 *
 * @param name as its manifest says
 * @param version as its manifest says
 * @param sha256 of its file, hex
 * @param signer id of the key that signed it; {@code developer} for an unsigned one
 * @param bundles what it holds
 */
public record DeployedPackage(String name, String version, String sha256, String signer, List<DeployedBundle> bundles) {
    public DeployedPackage {
        bundles = List.copyOf(bundles);
    }
}
