package dev.vireo.api.catalog;

import dev.vireo.api.media.MediaInfo;
import java.time.Instant;

/**
 * One image or video that was added.
 *
 * @param id positive, never used again
 * @param domain the domain it belongs to
 * @param path where it was added from, for people; the bytes live in the media store under {@code sha256}
 * @param sha256 hash of the bytes, lower-case hex
 * @param bytes size of the file
 * @param info what its header said
 * @param clock when it was captured
 * @param state how far it is
 * @param committedMs everything before this position is committed [ms]
 * @param addedAt when it was first added
 */
public record Asset(
        long id,
        String domain,
        String path,
        String sha256,
        long bytes,
        MediaInfo info,
        Clock clock,
        AssetState state,
        long committedMs,
        Instant addedAt) {}
