package dev.vireo.ingest.internal.twin;

import dev.vireo.api.catalog.Alignment;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.media.MediaKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the assets of a domain that show the same footage as a new one, and notes them. */
public final class TwinSearch {
    /** Most alignments that are looked at closely. */
    private static final int CLOSE_LOOKS = 64;

    /** An alignment is known to half a second, and its neighbours may have taken half of its votes [ms]. */
    private static final long ROUGH_MS = 500;

    private static final double BITS = 64;

    private final Catalog catalog;
    private final long intervalMs;

    /** @param intervalMs distance of the hashed frames [ms] */
    public TwinSearch(Catalog catalog, long intervalMs) {
        this.catalog = catalog;
        this.intervalMs = intervalMs;
    }

    /** Notes and returns the twins of an asset whose parts are all there, most agreement first. */
    public List<Twin> relate(Asset asset) {
        List<FrameHash> own = catalog.hashes(asset.id());
        List<Alignment> alignments = own.isEmpty() ? List.of() : catalog.alignments(asset.id(), CLOSE_LOOKS);
        Map<Long, Twin> best = new HashMap<>();
        for (Alignment alignment : alignments) {
            catalog.asset(alignment.asset())
                    .flatMap(other -> asset.info().kind() == MediaKind.IMAGE
                            ? picture(own, other)
                            : SameFootage.compare(
                                    new SameFootage.Timeline(own, length(asset)),
                                    new SameFootage.Timeline(catalog.hashes(other.id()), length(other)),
                                    other.id(), alignment.offsetMs(), ROUGH_MS, intervalMs))
                    .ifPresent(twin -> best.merge(twin.asset(), twin, TwinSearch::better));
        }
        List<Twin> twins = new ArrayList<>(best.values());
        twins.sort(Comparator.comparingDouble(Twin::agreement).reversed().thenComparingLong(Twin::asset));
        catalog.relate(asset.id(), twins);
        return twins;
    }

    private static long length(Asset asset) {
        return Math.max(asset.info().durationMs(), asset.committedMs());
    }

    private Optional<Twin> picture(List<FrameHash> own, Asset other) {
        return catalog.hashes(other.id()).stream()
                .findFirst()
                .map(hash -> new Twin(
                        other.id(), 0, 0, 0, 1 - Long.bitCount(hash.hash() ^ own.get(0).hash()) / BITS));
    }

    private static Twin better(Twin a, Twin b) {
        return a.agreement() >= b.agreement() ? a : b;
    }
}
