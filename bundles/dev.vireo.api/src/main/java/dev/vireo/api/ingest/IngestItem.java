package dev.vireo.api.ingest;

import dev.vireo.api.catalog.Twin;
import java.util.List;
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
 * @param twins assets that were there before and show the same footage, most agreement first
 */
public record IngestItem(
        String path, Outcome outcome, Optional<Long> asset, String reason, long moments, long durationMs, List<Twin> twins) {
    public IngestItem {
        twins = List.copyOf(twins);
    }

    /** Without twins. */
    public IngestItem(
            String path, Outcome outcome, Optional<Long> asset, String reason, long moments, long durationMs) {
        this(path, outcome, asset, reason, moments, durationMs, List.of());
    }

    public enum Outcome {
        ADDED,
        ALREADY_PRESENT,
        REFUSED
    }
}
