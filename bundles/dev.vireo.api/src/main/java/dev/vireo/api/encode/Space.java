package dev.vireo.api.encode;

/**
 * An embedding space. Vectors of different spaces are never compared or kept in one index.
 *
 * @param id names encoder and version, e.g. {@code conse-efficientnet-lite0-1.0.0-minilm-l6-v2-q-1.0.0}; letters, digits,
 *     dot, dash and underscore only, so that it can name a folder
 * @param dimension numbers a vector
 */
public record Space(String id, int dimension) {
    public Space {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}") || dimension < 1) {
            throw new IllegalArgumentException("not a space: '" + id + "' of dimension " + dimension);
        }
    }
}
