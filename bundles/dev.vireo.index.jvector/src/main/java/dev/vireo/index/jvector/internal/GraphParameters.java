package dev.vireo.index.jvector.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;

/**
 * What graphs are built with.
 *
 * @param degree neighbours a node keeps; the HNSW paper's 2 M (Malkov and Yashunin 2018, section 4.1), 8 to 128
 * @param beam candidates kept while a node is put in, {@code degree} to 1,000
 */
record GraphParameters(int degree, int beam) {
    static final GraphParameters DEFAULT = new GraphParameters(24, 80);

    GraphParameters {
        if (degree < 8 || degree > 128 || beam < degree || beam > 1_000) {
            throw new VireoException(ErrorKind.USER_INPUT, "dev.vireo.index.jvector: graph_degree is " + degree + " and graph_beam " + beam
                    + ", allowed are 8 to 128, and graph_degree to 1,000; correct the configuration");
        }
    }

    /** Names an index that is built with these by one version of this bundle: only it may use and remove its segments. */
    String instance(String version) {
        return version.replaceAll("[^A-Za-z0-9._-]", "_") + "-d" + degree + "-b" + beam;
    }
}
