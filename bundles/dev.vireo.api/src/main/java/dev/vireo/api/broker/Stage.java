package dev.vireo.api.broker;

import dev.vireo.api.model.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
     * The same, and requests that begin from now on are told this number; those under way end with what they began with. A trial that
     * is on has ended with it.
     */
    void swap(long generation, Set<Origin> in, Set<Origin> out);

    /**
     * Begins to let a share of the requests reach {@code in} instead of {@code out}, which goes on to serve the others. Which side a
     * request gets is drawn when it begins, evenly: of any 100 requests in a row, {@code percent} get it, three more or less.
     *
     * @param generation what those are told
     * @param percent 0 to 99; with 0 only {@link Trial#candidate} reaches it
     * @throws dev.vireo.api.error.VireoException INTERNAL when a trial is on, a bundle is on both sides, or the share is out of range
     */
    Trial trial(long generation, Set<Origin> in, Set<Origin> out, int percent);

    /**
     * Waits until no lease is held on what is made from these bundles, and no request is under way that could take one after they
     * went out.
     *
     * @return leases and requests still out at the limit; 0 when all came back
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

    /**
     * Two sides between which requests are shared. Figures are of the requests that began since the trial began, and of the calls in
     * them to what is made from bundles of one side only; with a share of 0 they are of {@link #serving} and {@link #candidate} alone.
     */
    interface Trial extends AutoCloseable {
        /** Key of the figures of whole requests. */
        String REQUEST = "request";

        /** By {@link #REQUEST} and {@code Family.method}. */
        Map<String, Figures> servingFigures();

        Map<String, Figures> candidateFigures();

        /** Does something as a request to what serves, beside the requests of people. */
        <T> T serving(Supplier<T> request);

        /** Does something as a request to what is on trial, beside the requests of people. */
        <T> T candidate(Supplier<T> request);

        /** From now on every request gets what serves; those under way end with what they have. */
        @Override
        void close();
    }

    /**
     * Calls of one method, or requests.
     *
     * @param count how many ended
     * @param failures of them with an exception that is not the caller's own fault
     * @param lastFailure what the last of those said; empty without one
     * @param mean time [ns]
     * @param p95 what 95 of 100 took at most [ns], within 5 %
     */
    record Figures(long count, long failures, String lastFailure, double mean, double p95) {
        public Calls calls() {
            return new Calls(count, failures, lastFailure, mean);
        }
    }
}
