package dev.vireo.api.catalog;

/**
 * A part of the picture of a source that has a name: a loading dock, a gate. It counts as a place in questions.
 *
 * @param id positive, never used again
 * @param domain the domain of the source
 * @param source path of an asset, a folder with every asset below it, or a file name or stream name alone
 * @param name as people call it, unique for its source whatever the case of its letters
 * @param polygon where it is
 */
public record Zone(long id, String domain, String source, String name, Polygon polygon) {
    /** Whether it is drawn on the pictures of an asset that was added from this path. */
    public boolean covers(String path) {
        String asset = slashes(path);
        String own = slashes(source);
        return asset.equals(own) || asset.startsWith(own.endsWith("/") ? own : own + "/") || asset.endsWith("/" + own);
    }

    private static String slashes(String path) {
        return path.replace('\\', '/');
    }
}
