package dev.vireo.pack.internal;

import dev.vireo.api.catalog.Site;
import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.Revocations;
import dev.vireo.pack.RootKey;
import dev.vireo.pack.Trust;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Checks statements and keeps them in the store. */
@Component(service = Keyring.class)
public final class StoredKeyring implements Keyring {
    private static final System.Logger LOG = System.getLogger(StoredKeyring.class.getName());

    private final TrustStore store;
    private final InstantSource clock;
    private volatile boolean developer;

    @Activate
    public StoredKeyring(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) TrustStore store,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site) {
        this(store, site.time());
    }

    /** @param clock what time it is */
    public StoredKeyring(TrustStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        store.see(clock.instant());
        this.developer = store.state().developerMode();
        if (developer) {
            LOG.log(Level.WARNING, "developer mode is on: packages that nobody signed are taken");
        }
    }

    @Override
    public Trusted trusted() {
        TrustState state = store.state();
        Trust trust = Trust.of(state, clock.instant());
        Map<String, PackageVersion> floors = new HashMap<>();
        state.floors().forEach((name, floor) -> floors.put(name, floor.version()));
        Optional<Revocations.Terms> revoked = trust.revocations().map(Revocations::terms);
        return new Trusted(
                trust.root().map(r -> new Key(r.id(), r.name())),
                trust.delegations().values().stream().map(d -> publisher(d.terms(), trust)).toList(),
                state.revocationNumber(),
                revoked.map(Revocations.Terms::keys).orElse(Map.of()),
                revoked.map(Revocations.Terms::packages).orElse(Map.of()),
                floors,
                trust.clock(),
                state.latestSeen(),
                state.developerMode());
    }

    private static Publisher publisher(Delegation.Terms terms, Trust trust) {
        boolean revoked = trust.revocations().map(r -> r.terms().keys().containsKey(terms.key().id())).orElse(false);
        String state = revoked ? "revoked"
                : trust.now().isBefore(terms.from()) ? "not yet valid" : trust.now().isAfter(terms.until()) ? "expired" : "valid";
        return new Publisher(
                new Key(terms.key().id(), terms.publisher()), terms.prefixes(), terms.channels(), terms.from(), terms.until(), state);
    }

    @Override
    public synchronized Accepted accept(String name, byte[] statement, Optional<String> replacing) {
        Instant now = store.see(clock.instant());
        String what = Names.shown(name);
        RootKey.limit(what, statement, Revocations.MOST_BYTES);
        Object format = Signed.read(what, statement).statement().get("format");
        Optional<RootKey> root = Trust.of(store.state(), now).root();
        if (RootKey.FORMAT.equals(format)) {
            return root(what, RootKey.read(what, statement), root, replacing);
        }
        if (!Delegation.FORMAT.equals(format) && !Revocations.FORMAT.equals(format)) {
            throw new VireoException(ErrorKind.USER_INPUT, what + ": format is \"" + Names.shown(String.valueOf(format)) + "\"; expected "
                    + RootKey.FORMAT + ", " + Delegation.FORMAT + " or " + Revocations.FORMAT);
        }
        RootKey trusted = root.orElseThrow(() -> new VireoException(ErrorKind.USER_INPUT,
                what + ": this appliance trusts no root key yet; give it the root's statement first, vireo keys trust FILE"));
        return Delegation.FORMAT.equals(format)
                ? delegation(Delegation.read(what, statement), trusted, now)
                : revocations(what, Revocations.read(what, statement), trusted);
    }

    private Accepted root(String what, RootKey fresh, Optional<RootKey> before, Optional<String> replacing) {
        if (before.isPresent() && !before.get().id().equals(fresh.id())) {
            RootKey old = before.get();
            if (!fresh.follows(old) && !replacing.equals(Optional.of(old.id()))) {
                throw new VireoException(ErrorKind.USER_INPUT, what + ": this appliance trusts the root " + old.id() + " (" + old.name()
                        + "), which did not sign " + fresh.id() + "; to replace it nevertheless name it: --replace " + old.id());
            }
        }
        boolean changed = before.isEmpty() || !before.get().id().equals(fresh.id());
        if (changed) {
            store.trustRoot(fresh.id(), fresh.text());
            LOG.log(Level.INFO, "packages are trusted for the root key " + fresh.id() + " (" + fresh.name() + ") from now on");
        }
        return new Accepted("root", fresh.id(), fresh.name(), changed);
    }

    private Accepted delegation(Delegation delegation, RootKey root, Instant now) {
        delegation.check(root, now);
        Delegation.Terms terms = delegation.terms();
        boolean changed = !store.state().delegations().contains(delegation.text());
        if (changed) {
            store.addDelegation(terms.key().id(), delegation.text());
            LOG.log(Level.INFO, "packages of " + terms.publisher() + " are trusted, key " + terms.key().id());
        }
        return new Accepted("delegation", terms.key().id(), terms.publisher(), changed);
    }

    private Accepted revocations(String what, Revocations list, RootKey root) {
        list.check(root);
        Revocations.Terms terms = list.terms();
        boolean changed = !store.state().revocations().equals(Optional.of(list.text()));
        if (changed) {
            store.revoke(root.id(), terms.number(), list.text());
            LOG.log(Level.INFO, "revocation list " + terms.number() + " is in force: " + what);
        }
        return new Accepted("revocations", String.valueOf(terms.number()),
                terms.keys().size() + " keys and " + terms.packages().size() + " releases are revoked", changed);
    }

    @Override
    public boolean developerMode() {
        return developer;
    }

    @Override
    public synchronized void developerMode(boolean on) {
        store.developerMode(on);
        developer = on;
        LOG.log(Level.WARNING, on ? "developer mode was switched on: packages that nobody signed are taken" : "developer mode was switched off");
    }

    @Override
    public Instant correctTime() {
        Instant now = clock.instant();
        store.correctTime(now);
        LOG.log(Level.WARNING, "the latest time seen was set to that of the clock, " + now);
        return now;
    }
}
