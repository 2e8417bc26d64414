package dev.vireo.api.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Whom this appliance trusts to make packages, for administrators. Every change is checked first and lasts. Thread-safe. */
@ProviderType
public interface Keyring {
    Trusted trusted();

    /**
     * Takes in a signed statement: a root key, a delegation or a revocation list, told apart by what it says of itself.
     * A first root is taken at its word, so whoever gives it has compared its id with the publisher's. A further one needs the
     * signature of the root in force, or {@code replacing}.
     *
     * @param name of the statement, for messages
     * @param replacing id of the root in force, when it is replaced by one that it did not sign
     * @throws dev.vireo.api.error.VireoException USER_INPUT with the reason when it is refused; nothing has changed then
     */
    Accepted accept(String name, byte[] statement, Optional<String> replacing);

    /** Whether unsigned packages are taken. Quick enough to be asked on every request. */
    boolean developerMode();

    void developerMode(boolean on);

    /**
     * Takes the clock's time for the latest that was seen, also when it is earlier: after the clock had been wrong.
     *
     * @return the time
     */
    Instant correctTime();

    /**
     * What was taken in.
     *
     * @param kind {@code root}, {@code delegation} or {@code revocations}
     * @param id of the key; the number of the list
     * @param title name of the key's holder; what the list says
     * @param changed false when it was in force already
     */
    record Accepted(String kind, String id, String title, boolean changed) {}

    /**
     * A key.
     *
     * @param id SHA-256 of the public key in X.509 form, 64 hexadecimal digits: what people compare
     * @param name of its holder
     */
    record Key(String id, String name) {}

    /**
     * A publisher's key that is known by itself, not only from packages.
     *
     * @param prefixes of the names that it may use
     * @param channels that it may publish for
     * @param state {@code valid}, {@code not yet valid}, {@code expired} or {@code revoked}
     */
    record Publisher(Key key, List<String> prefixes, List<String> channels, Instant from, Instant until, String state) {}

    /**
     * All of it.
     *
     * @param revocationNumber 0 when there is no list
     * @param revokedKeys reason by id
     * @param revokedPackages reason by SHA-256 of the manifest
     * @param floors newest version that was ever deployed, by package name
     * @param now what the clock says
     * @param latestSeen the latest time that was ever seen; what is valid is judged by the later of the two
     */
    record Trusted(
            Optional<Key> root,
            List<Publisher> publishers,
            long revocationNumber,
            Map<String, String> revokedKeys,
            Map<String, String> revokedPackages,
            Map<String, PackageVersion> floors,
            Instant now,
            Instant latestSeen,
            boolean developerMode) {
        public Trusted {
            publishers = List.copyOf(publishers);
            revokedKeys = Map.copyOf(revokedKeys);
            revokedPackages = Map.copyOf(revokedPackages);
            floors = Map.copyOf(floors);
        }
    }
}
