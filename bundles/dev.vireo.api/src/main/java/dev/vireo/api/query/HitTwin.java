package dev.vireo.api.query;

import dev.vireo.api.media.Box;
import java.util.Optional;

/**
 * The same scene as a hit, in another asset that shows the same footage. Components as in {@link Hit}, at the same instant.
 */
public record HitTwin(
        long asset, String path, long moment, long track, long startMs, long endMs, long frameMs, Optional<Box> region) {}
