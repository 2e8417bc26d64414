package dev.vireo.api.broker;

import dev.vireo.api.model.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides which of the started providers requests can reach. For the bundle that deploys; everybody else uses
 * {@link Broker}.
 *
 * <p>A provider is <em>staged</em> while any bundle that it is made from is held back, and live otherwise. What it is made
 * from is the bundle that registered it and the bundles that its service properties {@code vireo.bundle} and
 * {@code vireo.bundle.version} name: a text each, or lists of equal length where it is made from several. A property can
 * therefore add a reason to hold a provider back, never take one away.
 */
@ProviderType
public interface Stage {
    /** Holds these bundles back from now on, whether they have started or not: call it before they start. */
    void hold(Set<Origin> bundles);

    /**
     * No longer remembers to hold these bundles back, after they were stopped.
     *
     * @throws dev.vireo.api.error.VireoException INTERNAL when a provider is still made from one of them, which would make
     *     it live; nothing is forgotten then
     */
    void forget(Set<Origin> bundles);

    /** What is held back, whether or not it has started. */
    Set<Origin> held();

    /** Providers made from one of these bundles, staged or live. */
    List<Staged> providers(Set<Origin> bundles);

    /** All providers of a family made from one of these bundles, staged or live; may be empty. For probes and warm-up. */
    <S extends Provider> Leases<S> lease(Class<S> family, Set<Origin> bundles);

    /**
     * Makes {@code in} live and holds {@code out} back, at one instant: a {@link Broker#leaseAll} sees wholly the old or
     * wholly the new set. Leases that are out stay good. What went out stays started and can come back by another swap.
     *
     * @throws dev.vireo.api.error.VireoException INTERNAL when a bundle is in both; nothing is changed then
     */
    void swap(Set<Origin> in, Set<Origin> out);

    /**
     * Waits until no lease is held on what is made from these bundles.
     *
     * @return leases still held at the limit; 0 when all came back
     */
    int drain(Set<Origin> bundles, Duration limit);

    /** Counts and times the calls that leases given from now on make to what is made from these bundles. */
    Meter meter(Set<Origin> bundles);

    /**
     * A bundle.
     *
     * @param bundle symbolic name
     * @param version OSGi version, e.g. {@code 1.0.0}
     */
    record Origin(String bundle, String version) {
        @Override
        public String toString() {
            return bundle + " " + version;
        }
    }

    /**
     * A provider made from bundles asked for.
     *
     * @param families simple names of the family interfaces it serves
     * @param provider its {@code id@version}
     * @param origins all bundles it is made from
     * @param live whether requests can reach it
     * @param leases holds on it now
     */
    record Staged(List<String> families, String provider, Set<Origin> origins, boolean live, int leases) {}

    /** Calls made since it was asked for, until it is closed. */
    interface Meter extends AutoCloseable {
        /** By {@code Family.method}. */
        Map<String, Calls> calls();

        @Override
        void close();
    }

    /**
     * Calls of one method.
     *
     * @param count calls that ended
     * @param failures of them with an exception that is not the caller's own fault
     * @param lastFailure what the last of those said; empty without one
     * @param mean time of a call [ns]
     */
    record Calls(long count, long failures, String lastFailure, double mean) {}
}
