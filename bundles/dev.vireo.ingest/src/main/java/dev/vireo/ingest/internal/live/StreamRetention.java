package dev.vireo.ingest.internal.live;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.ingest.internal.job.AssetIntake;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

    /** Removes the oldest recording when it is not to be kept. @return whether it was removed; there may be more */
    boolean removeOldest(StreamSource stream) {
        List<Asset> recordings = streams.recordings(stream.id());
        if (recordings.isEmpty() || recordings.getFirst().state() == AssetState.RECORDING) {
            return false; // it is cut soon, and then it is a recording like the others
        }
        Asset oldest = recordings.getFirst();
        Optional<String> reason = reason(stream, oldest, recordings.stream().mapToLong(Asset::bytes).sum());
        if (reason.isEmpty()) {
            return false;
        }
        try {
            intake.remove(oldest.id(), reason.get());
            LOG.log(Level.INFO, "removed asset a" + oldest.id() + ": " + reason.get());
        } catch (VireoException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
        return true;
    }

    /** @param bytes of all recordings of the stream */
    private Optional<String> reason(StreamSource stream, Asset oldest, long bytes) {
        StreamSource.Retention keep = stream.keep();
        Instant end = oldest.clock().start().orElseThrow().plusMillis(oldest.committedMs());
        if (keep.ms().isPresent() && end.plusMillis(keep.ms().get()).isBefore(time.instant())) {
            return Optional.of("stream s" + stream.id() + " keeps " + span(keep.ms().get()));
        }
        if (keep.bytes().isPresent() && bytes > keep.bytes().get()) {
            return Optional.of("stream s" + stream.id() + " keeps " + size(keep.bytes().get()));
        }
        return Optional.empty();
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
