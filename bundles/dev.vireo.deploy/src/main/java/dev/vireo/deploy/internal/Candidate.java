package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.DeployedBundle;
import dev.vireo.api.deploy.DeployedPackage;
import java.nio.file.Path;

/**
 * A package that passed verification and may be deployed.
 *
 * @param content what it is and holds
 * @param jars takes its jars out
 */
record Candidate(DeployedPackage content, Jars jars) {

    /** The jars of a package. */
    @FunctionalInterface
    interface Jars {
        /** Writes a jar to a file that does not exist yet; it is on disk when this returns. */
        void extract(DeployedBundle bundle, Path target);
    }
}
