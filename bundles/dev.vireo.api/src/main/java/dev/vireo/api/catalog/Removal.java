package dev.vireo.api.catalog;

import java.time.Instant;

/**
 * What is remembered of something that was removed, so that an answer that named it can still be understood.
 *
 * @param kind what it was
 * @param id its id
 * @param asset the asset that it was, or was part of; 0 for a stream
 * @param path where that came from
 * @param reason why it was removed, for people
 * @param at when
 */
public record Removal(Kind kind, long id, long asset, String path, String reason, Instant at) {
    public enum Kind {
        STREAM,
        ASSET,
        MOMENT,
        TRACK
    }
}
