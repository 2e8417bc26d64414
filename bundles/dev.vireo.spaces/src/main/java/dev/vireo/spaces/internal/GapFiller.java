package dev.vireo.spaces.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Gap;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.Image;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Encodes tracks that were stored before a space was there: decodes the frames in which they were seen best, cuts them out as
 * ingest did, and adds their vectors. What ingest saw beside the stored best view is not known any more: an object is one
 * view, a whole frame the views at the times that ingest looks at it. Used by one thread.
 */
final class GapFiller {
    private static final Logger LOG = System.getLogger(GapFiller.class.getName());
    /** When ingest looks at a frame as a whole: at its start, 3 s later, then every 20 s. More than these add nothing. */
    private static final long SECOND_LOOK_MS = 3_000;
    private static final long LOOK_MS = 20_000;
    private static final int MOST_LOOKS = 8;

    /** Asked before each frame. */
    @FunctionalInterface
    interface Rest {
        /** @return false when the work is to end now */
        boolean rest() throws InterruptedException;
    }

    /** A view that is wanted of a frame. */
    private record View(Gap gap, Optional<Box> place) {}

    private final Catalog catalog;
    private final SpaceCatalog spaces;
    private final Footage footage;
    private final RegionReader regions;

    GapFiller(Catalog catalog, SpaceCatalog spaces, Footage footage, RegionReader regions) {
        this.catalog = catalog;
        this.spaces = spaces;
        this.footage = footage;
        this.regions = regions;
    }

    /**
     * Encodes these tracks, in one transaction.
     *
     * @return vectors added
     * @throws VireoException UNAVAILABLE when the encoder or the decoder is not there, RESOURCES when there is no room; what
     *     was not added stays a gap
     */
    int fill(Space space, List<Gap> gaps, Rest rest) throws InterruptedException {
        Map<Long, float[]> sums = new HashMap<>();
        Set<Long> gone = new HashSet<>();
        Map<Long, TreeMap<Long, List<View>>> byAsset = new TreeMap<>();
        for (Gap gap : gaps) {
            TreeMap<Long, List<View>> frames = byAsset.computeIfAbsent(gap.asset(), _ -> new TreeMap<>());
            for (long time : gap.wholeFrame() ? looks(gap) : List.of(gap.keyMs())) {
                frames.computeIfAbsent(time, _ -> new ArrayList<>())
                        .add(new View(gap, gap.wholeFrame() ? Optional.empty() : Optional.of(gap.box())));
            }
        }
        for (var asset : byAsset.entrySet()) {
            for (var frame : asset.getValue().entrySet()) {
                if (!rest.rest()) {
                    return 0;
                }
                if (!gone.contains(asset.getKey())) {
                    look(space, asset.getKey(), frame.getKey(), frame.getValue(), sums, gone);
                }
            }
        }
        Map<Long, float[]> vectors = new LinkedHashMap<>(); // ids of vectors follow those of tracks, as at ingest
        for (Gap gap : gaps) {
            float[] sum = sums.get(gap.track());
            if (sum != null && unit(sum)) {
                vectors.put(gap.track(), sum);
            } else if (sum != null) {
                spaces.fault(space, gap.track(), "the encoder makes nothing of it");
            }
        }
        return spaces.fill(space, vectors);
    }

    /** Positions at which ingest looks at a moment's frame as a whole [ms]. */
    private static List<Long> looks(Gap gap) {
        List<Long> times = new ArrayList<>();
        for (long time = gap.startMs(); time == gap.startMs() || time < gap.endMs(); ) {
            times.add(time);
            time += times.size() == 1 ? SECOND_LOOK_MS : LOOK_MS;
        }
        if (times.size() <= MOST_LOOKS) {
            return times;
        }
        List<Long> spread = new ArrayList<>();
        for (int i = 0; i < MOST_LOOKS; i++) {
            spread.add(times.get(i * (times.size() - 1) / (MOST_LOOKS - 1)));
        }
        return spread;
    }

    private void look(
            Space space, long asset, long timeMs, List<View> views, Map<Long, float[]> sums, Set<Long> gone) {
        try {
            Image frame = footage.frameAt(asset, timeMs);
            List<Encoding> encodings =
                    regions.encode(space, frame, views.stream().map(View::place).toList());
            for (int i = 0; i < views.size(); i++) {
                float[] vector = encodings.get(i).vector();
                float[] sum = sums.computeIfAbsent(views.get(i).gap().track(), _ -> new float[vector.length]);
                for (int d = 0; d < sum.length; d++) {
                    sum[d] += vector[d];
                }
            }
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                throw e;
            }
            lost(space, asset, timeMs, views, sums, gone, e.getMessage());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.log(Level.WARNING, "encoding asset " + asset + " at " + timeMs + " ms in space " + space.id() + " failed", e);
            lost(space, asset, timeMs, views, sums, gone, "a fault of the encoder: " + e);
        }
    }

    private void lost(
            Space space, long asset, long timeMs, List<View> views, Map<Long, float[]> sums, Set<Long> gone, String reason) {
        Optional<Asset> now = catalog.asset(asset);
        if (now.isEmpty() || now.get().state() == AssetState.RECORDING || now.get().state() == AssetState.INGESTING) {
            gone.add(asset); // deleted meanwhile, or not whole yet: its tracks are looked for again
            return;
        }
        LOG.log(Level.INFO, "asset " + asset + " at " + timeMs + " ms cannot be encoded in space " + space.id() + ": " + reason);
        for (View view : views) {
            // A whole frame that was seen at another time is known well enough.
            if (!view.gap().wholeFrame() || timeMs == view.gap().startMs() && !sums.containsKey(view.gap().track())) {
                spaces.fault(space, view.gap().track(), reason);
            }
        }
    }

    private static boolean unit(float[] sum) {
        double norm = 0;
        for (float value : sum) {
            norm += (double) value * value;
        }
        norm = Math.sqrt(norm);
        if (!(norm > 1e-9)) {
            return false;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] / norm);
        }
        return true;
    }
}
