package dev.vireo.ingest.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Removes what a stream no longer keeps, whole recordings, the oldest first: rows, vectors and text in one transaction that
 * also notes what went and why, then the bytes. Used by one thread.
 */
final class StreamRetention {
    private static final Logger LOG = System.getLogger(StreamRetention.class.getName());

    private final StreamCatalog streams;
    private final AssetIntake intake;
    private final InstantSource time;

    StreamRetention(StreamCatalog streams, AssetIntake intake, InstantSource time) {
        this.streams = streams;
        this.intake = intake;
        this.time = time;
    }

    /** @return how many recordings were removed */
    int apply(StreamSource stream) {
        List<Asset> recordings = new ArrayList<>(streams.recordings(stream.id()));
        long bytes = recordings.stream().mapToLong(Asset::bytes).sum();
        Instant now = time.instant();
        int removed = 0;
        for (Asset asset : recordings) {
            if (asset.state() == AssetState.RECORDING) {
                break; // it is cut soon, and then it is a recording like the others
            }
            Instant end = asset.clock().start().orElseThrow().plusMillis(asset.committedMs());
            String reason = null;
            if (stream.keep().ms().isPresent() && end.plusMillis(stream.keep().ms().get()).isBefore(now)) {
                reason = "stream s" + stream.id() + " keeps " + span(stream.keep().ms().get());
            } else if (stream.keep().bytes().isPresent() && bytes > stream.keep().bytes().get()) {
                reason = "stream s" + stream.id() + " keeps " + size(stream.keep().bytes().get());
            }
            if (reason == null) {
                break;
            }
            try {
                intake.remove(asset.id(), reason);
                LOG.log(Level.INFO, "removed asset a" + asset.id() + ": " + reason);
            } catch (VireoException e) {
                if (e.kind() != ErrorKind.NOT_FOUND) {
                    throw e;
                }
            }
            bytes -= asset.bytes();
            removed++;
        }
        return removed;
    }

    private static String span(long ms) {
        if (ms == 60_000 || ms == 86_400_000) {
            return ms == 60_000 ? "1 minute" : "1 day";
        }
        double days = ms / 86_400_000.0;
        return days >= 1 ? trimmed(days) + " days" : trimmed(ms / 60_000.0) + " minutes";
    }

    private static String size(long bytes) {
        return bytes >= 100_000_000 ? trimmed(bytes / 1e9) + " GB" : trimmed(bytes / 1e6) + " MB";
    }

    private static String trimmed(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    }
}
