package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.DeployedPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A package that passed verification and may be deployed.
 *
 * @param content what it is and holds
 * @param jars opens its jars
 */
record Candidate(DeployedPackage content, Jars jars) {

    /** The jars of a package. */
    @FunctionalInterface
    interface Jars {
        InputStream open(String symbolicName) throws IOException;
    }

    /** How a file becomes a candidate. */
    @FunctionalInterface
    interface Verifier {
        /** @throws dev.vireo.api.error.VireoException USER_INPUT with the reason why it is refused */
        Candidate verify(Path file);
    }
}
