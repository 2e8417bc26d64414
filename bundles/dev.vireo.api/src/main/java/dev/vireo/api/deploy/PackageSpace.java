package dev.vireo.api.deploy;

import dev.vireo.api.encode.Space;

/**
 * The space that a package's encoder makes. It belongs to the package's content and not to a generation: every generation with this
 * package brings it.
 *
 * @param packageName name of the package
 * @param sha256 of the package's manifest; {@link #DISTRIBUTION} for what the distribution has in its place
 * @param space pictures are encoded in
 */
public record PackageSpace(String packageName, String sha256, Space space) {
    /** Stands for what the distribution brings where no package of the name is deployed. */
    public static final String DISTRIBUTION = "";
}
