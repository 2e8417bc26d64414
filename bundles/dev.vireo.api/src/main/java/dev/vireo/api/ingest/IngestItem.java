package dev.vireo.api.ingest;

import java.util.Optional;

/**
 * What became of one file.
 *
 * @param path the file
 * @param outcome see the enum
 * @param asset its asset, when there is one
 * @param reason why it was refused, or, for an added file that breaks off, what of it could be read; empty otherwise
 * @param moments moments it added
 * @param durationMs length of the footage [ms]; 0 for an image
 */
public record IngestItem(
        String path, Outcome outcome, Optional<Long> asset, String reason, long moments, long durationMs) {
    public enum Outcome {
        ADDED,
        ALREADY_PRESENT,
        REFUSED
    }
}
