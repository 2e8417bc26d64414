package dev.vireo.api.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom the appliance trusts, at one moment. Signed statements are kept as they came and are checked again by whoever uses them.
 *
 * @param root the root key's own statement; empty on an appliance that trusts nobody yet
 * @param delegations statements of publisher keys that were given to the appliance by themselves, in the order of their coming
 * @param revocations the root's newest list of what is no longer trusted
 * @param revocationNumber number of that list; 0 when there is none
 * @param floors for each package name the newest version that was ever deployed
 * @param latestSeen the latest time that the appliance ever saw
 * @param developerMode whether unsigned packages are taken
 */
public record TrustState(
        Optional<String> root,
        List<String> delegations,
        Optional<String> revocations,
        long revocationNumber,
        Map<String, Floor> floors,
        Instant latestSeen,
        boolean developerMode) {
    /** Nobody is trusted and nothing was deployed. */
    public static final TrustState FRESH =
            new TrustState(Optional.empty(), List.of(), Optional.empty(), 0, Map.of(), Instant.EPOCH, false);

    public TrustState {
        delegations = List.copyOf(delegations);
        floors = Map.copyOf(floors);
    }

    /**
     * An older version than this one is refused, and another package of the same version too.
     *
     * @param manifestSha256 of the manifest that was deployed with this version, 64 hexadecimal digits in lower case
     */
    public record Floor(PackageVersion version, String manifestSha256) {}
}
