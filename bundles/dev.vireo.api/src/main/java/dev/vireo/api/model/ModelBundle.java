package dev.vireo.api.model;

/**
 * What became of a bundle that carries a model.
 *
 * @param bundle symbolic name
 * @param version of the bundle
 * @param state where it stands
 * @param provider {@code id@version} once known, else empty
 * @param message why it was refused, else empty: names file, field, value and what is allowed
 */
public record ModelBundle(String bundle, String version, State state, String provider, String message) {
    /** Where a model bundle stands. */
    public enum State {
        /** Being checked and loaded. */
        LOADING,
        /** Its service is registered. */
        READY,
        /** It will not be used until it is updated or started again. */
        REFUSED
    }
}
