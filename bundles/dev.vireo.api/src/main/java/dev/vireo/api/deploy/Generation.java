package dev.vireo.api.deploy;

import java.time.Instant;
import java.util.List;

/**
 * A numbered set of packages that serve together. Number 0 is what the distribution brings and has no packages.
 *
 * @param number ascending in order of deployment, never used again
 * @param state where it stands
 * @param parent the generation that it was made from
 * @param created when it was deployed
 * @param changed when its state changed last
 * @param reason why it is in this state, for people; may be empty
 * @param failedStarts starts of the runtime since the last good one in which it did not come up
 * @param packages what it adds to or replaces of the distribution, in order of name
 */
public record Generation(
        long number,
        State state,
        long parent,
        Instant created,
        Instant changed,
        String reason,
        int failedStarts,
        List<DeployedPackage> packages) {
    public Generation {
        packages = List.copyOf(packages);
    }

    /** Where a generation stands. */
    public enum State {
        /** Being verified, stored, proven. */
        PREPARING,
        /** Started, proven, out of reach of requests, but for those that read a space which only it brings. */
        STAGED,
        /** Started, proven, reached by a share of the requests or asked beside them, until somebody decides. */
        TRIAL,
        /** Serves. */
        ACTIVE,
        /** Served before, is still started: going back to it is a swap. For as long as a space is kept that only it brings. */
        WARM,
        /** Served before, is stopped: going back to it prepares it again. */
        RETIRED,
        /** Never served: it was refused or interrupted. */
        FAILED,
        /** Was on trial and is stopped: it never served everybody. Deploy its package again to try it again. */
        WITHDRAWN,
        /** Served and failed, or failed to start too often: it is not taken again by itself. */
        QUARANTINED
    }

    /** The bundles of all packages. */
    public List<DeployedBundle> bundles() {
        return packages.stream().flatMap(p -> p.bundles().stream()).toList();
    }
}
