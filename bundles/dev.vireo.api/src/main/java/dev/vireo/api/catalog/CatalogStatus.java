package dev.vireo.api.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * Size of the catalogue.
 *
 * @param bytes database size on disk, write-ahead log included
 * @param freeBytes room left on its disk
 * @param firstCaptured start of the earliest asset with a known clock
 * @param lastCaptured end of the latest one
 */
public record CatalogStatus(
        long assets, long ingesting, long moments, long tracks, long vectors, long refusals, long bytes, long freeBytes,
        Optional<Instant> firstCaptured, Optional<Instant> lastCaptured) {}
