package dev.vireo.api.model;

/**
 * Identity of a provider.
 *
 * @param id stable name without version, e.g. {@code nanodet-g-416}
 * @param version semantic version of the model or code
 * @param title for people
 */
public record ProviderInfo(String id, String version, String title) {
    /** {@code id@version}: what evidence names as its source. */
    public String ref() {
        return id + "@" + version;
    }
}
