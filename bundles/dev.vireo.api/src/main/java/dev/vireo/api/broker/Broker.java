package dev.vireo.api.broker;

import dev.vireo.api.model.Provider;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.osgi.annotation.versioning.ProviderType;

/** Picks providers and hands out leases on them. The only place that knows that providers come and go. */
@ProviderType
public interface Broker {
    /**
     * The provider of a family with the highest ranking; among equals the newest.
     *
     * @throws dev.vireo.api.error.VireoException UNAVAILABLE when the family has none; the message names the family
     */
    <S extends Provider> Lease<S> lease(Class<S> family);

    /** The provider of a family with this id (any version; the highest ranking). @throws as {@link #lease(Class)} */
    <S extends Provider> Lease<S> lease(Class<S> family, String id);

    /** All live providers of a family, as one consistent set. */
    <S extends Provider> Leases<S> leaseAll(Class<S> family);

    /**
     * All providers of a family that are there, live or staged, as one consistent set, the live ones first: for what chooses
     * among them by something else than being live, as questions choose encoders by the spaces that serve. Within a request without
     * those of the other side of a trial.
     */
    <S extends Provider> Leases<S> leaseStarted(Class<S> family);

    /**
     * Runs a request. All leases that its thread takes meanwhile are of one generation of bundles: of the one that served when the
     * request began, or of the one on trial if the request was drawn for it, also when another takes over meanwhile. A request
     * within a request is part of it. A lease outside of a request is of what serves at that instant.
     *
     * @param request is told the number of its generation; 0 is what the distribution brings, and all there is to a broker without
     *     generations
     * @return what it returns
     */
    default <T> T request(LongFunction<T> request) {
        return request.apply(0);
    }

    /**
     * What the leases of the calling thread's request were on so far, each once: who answers it. Of {@link #leaseStarted} only what is
     * live to the request, for among the others the caller chooses.
     *
     * @return in the order of the leases; empty outside of a request, and of a broker that keeps no account
     */
    default List<Leased> leased() {
        return List.of();
    }

    /**
     * A provider that a request had.
     *
     * @param families simple names of the family interfaces it serves, sorted
     * @param provider its {@code id@version}
     * @param bundles all that it is made from
     */
    record Leased(List<String> families, String provider, Set<Stage.Origin> bundles) {}

    /** What is live now. */
    List<Live> live();

    /**
     * A live provider.
     *
     * @param families simple names of the family interfaces it serves
     * @param provider its {@code id@version}
     * @param title for people
     * @param bundle symbolic name of the bundle that registered it, or that it was made from
     * @param leases holds on it now
     */
    record Live(List<String> families, String provider, String title, String bundle, int leases) {}
}
