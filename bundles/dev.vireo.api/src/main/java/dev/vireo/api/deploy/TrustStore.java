package dev.vireo.api.deploy;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Trust of the appliance, kept outside of what a deploy can write. It holds what was checked by others and sees to it that
 * nothing goes backwards: floors, the number of the revocation list and the latest time only rise. A change that returned
 * survives a kill and a power cut. Thread-safe.
 */
@ProviderType
public interface TrustStore {
    TrustState state();

    /**
     * Sets the root, and forgets the delegations and the revocation list of the one before. Floors stay.
     *
     * @param statement of the root, checked by the caller
     */
    void trustRoot(String statement);

    /** Keeps a publisher's delegation; one of the same key takes the place of the one before. */
    void addDelegation(String keyId, String statement);

    /** @throws dev.vireo.api.error.VireoException USER_INPUT when the number is not above that of the list in force */
    void revoke(long number, String statement);

    /**
     * Raises the floor of a package name; a lower version than that in force changes nothing.
     *
     * @param manifestSha256 of the package that has this version
     */
    void raiseFloor(String name, PackageVersion version, String manifestSha256);

    /**
     * Notes that it is at least this time.
     *
     * @return the latest time that was ever noted
     */
    Instant see(Instant now);

    void developerMode(boolean on);
}
