package dev.vireo.api.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * A live source that is recorded.
 *
 * @param id positive, never used again
 * @param domain the domain that its recordings belong to
 * @param address where it is, without user name and password
 * @param secret names the file that holds the whole address; empty when there is nothing to hide
 * @param keep how much of it is kept
 * @param addedAt when it was added
 * @param cameraOffsetMs the camera's clock less this machine's when it was last measured [ms]; empty when it never was
 */
public record StreamSource(
        long id,
        String domain,
        String address,
        Optional<String> secret,
        Retention keep,
        Instant addedAt,
        Optional<Long> cameraOffsetMs) {

    /**
     * What is kept of a stream; the oldest recordings go first.
     *
     * @param ms recordings older than this are removed [ms]; empty for no limit
     * @param bytes their media files together may have this size [bytes]; empty for no limit
     */
    public record Retention(Optional<Long> ms, Optional<Long> bytes) {
        /** Everything is kept. */
        public static final Retention ALL = new Retention(Optional.empty(), Optional.empty());
    }

    /**
     * A time in which nothing was recorded.
     *
     * @param from end of the last frame before it
     * @param to start of the first frame after it
     * @param reason why, for people
     */
    public record Gap(Instant from, Instant to, String reason) {}
}
