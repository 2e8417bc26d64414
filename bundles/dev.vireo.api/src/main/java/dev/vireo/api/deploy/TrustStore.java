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
     * Sets the root in place of the one before, and forgets the delegations of that one. Floors stay, and so does the
     * revocation list of each root: a root that comes back has its own again. Setting the same root again changes nothing.
     *
     * @param root id of the key
     * @param statement of the root, checked by the caller
     */
    void trustRoot(String root, String statement);

    /** Keeps a publisher's delegation by the root; one of the same key takes the place of the one before. */
    void addDelegation(String keyId, String statement);

    /**
     * Keeps a revocation list of a root in place of the one before.
     *
     * @throws dev.vireo.api.error.VireoException USER_INPUT when the number is not above that of the list in force
     */
    void revoke(String root, long number, String statement);

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

    /** Sets the latest time, also back: by an administrator, after the clock was wrong. */
    void correctTime(Instant now);

    void developerMode(boolean on);
}
