package dev.vireo.ingest.internal.live;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.Growth;
import dev.vireo.api.catalog.Growth.GrownMoment;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import dev.vireo.api.media.StreamRecorder.Segment;
import dev.vireo.ingest.internal.analysis.AssetAnalysis;
import dev.vireo.ingest.internal.analysis.LiveMoments;
import dev.vireo.ingest.internal.job.AssetIntake;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.ingest.internal.work.IndexRefresh;
import dev.vireo.ingest.internal.work.Settings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Segments of one stream to pieces and moments of its recordings. The order is what makes it survive anything: a segment's
 * file stays until the transaction that has its piece and its moments is on disk, and its bytes are in the store before that.
 * Used by one thread.
 */
final class StreamIntake {
    private static final Logger LOG = System.getLogger(StreamIntake.class.getName());
    private static final double ARRIVAL_CONFIDENCE = 0.9;

    /** Shorter ones come of rounding and of the network's moods [ms]. */
    private static final long LEAST_GAP_MS = 1_000;

    /** Recordings are cut so that retention can work in steps of this share of its limit. */
    private static final int STEPS = 8;

    private static final long LEAST_RECORDING_MS = 10_000;
    private static final long ROOM_WAIT_MS = 2_000;

    private final StreamSource stream;
    private final StreamCatalog streams;
    private final Catalog catalog;
    private final MediaReader reader;
    private final MediaStore store;
    private final AssetIntake intake;
    private final AssetAnalysis analysis;
    private final Settings settings;
    private final StreamSettings streamSettings;
    private final IndexRefresh index;
    private final InstantSource time;
    private final Delays delays = new Delays();
    private Asset recording;
    private LiveMoments moments;
    private Instant endedAt;

    /** Why nothing is kept of what came since {@link #endedAt}. */
    private final Set<String> unkept = new LinkedHashSet<>();

    private volatile Instant searchableTo;

    StreamIntake(
            StreamSource stream,
            StreamCatalog streams,
            Catalog catalog,
            MediaReader reader,
            MediaStore store,
            MediaIngest files,
            StreamSettings streamSettings,
            IndexRefresh index,
            InstantSource time) {
        this.stream = stream;
        this.streams = streams;
        this.catalog = catalog;
        this.reader = reader;
        this.store = store;
        this.intake = files.intake();
        this.analysis = files.analysis();
        this.settings = files.settings();
        this.streamSettings = streamSettings;
        this.index = index;
        this.time = time;
        for (Asset last : streams.recordings(stream.id())) {
            if (last.state() == AssetState.RECORDING) {
                if (recording != null) {
                    streams.end(recording.id());
                }
                recording = last;
                moments = moments(last);
            }
            endedAt = end(last);
            searchableTo = endedAt;
        }
    }

    private LiveMoments moments(Asset asset) {
        return new LiveMoments(analysis, reader, settings, asset.info());
    }

    private static Instant start(Asset asset) {
        return asset.clock().start().orElseThrow();
    }

    private static Instant end(Asset asset) {
        return start(asset).plusMillis(asset.committedMs());
    }

    /**
     * Takes a segment in and removes its file.
     *
     * @param lost why nothing came before it, for when there was a gap
     * @param stopping asked now and then; true leaves the file to the next start
     */
    void take(Segment segment, String lost, BooleanSupplier stopping) throws InterruptedException {
        if (endedAt != null && segment.startedAt().isBefore(endedAt) && known(segment)) {
            remove(segment); // a crash came between the transaction and this
            return;
        }
        MediaInfo info;
        try {
            info = reader.probe(segment.file());
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE || e.kind() == ErrorKind.RESOURCES) {
                throw e;
            }
            LOG.log(Level.WARNING, "a segment of stream s" + stream.id() + " is no video and is not kept: " + e.getMessage());
            if (since(segment).toMillis() >= LEAST_GAP_MS) {
                unkept.add(lost);
            }
            unkept.add("what came was no video");
            remove(segment);
            return;
        }
        Duration gap = since(segment);
        if (gap.toMillis() >= LEAST_GAP_MS) {
            String reason = unkept.isEmpty() ? lost : String.join("; then ", unkept);
            streams.gap(stream.id(), new StreamSource.Gap(endedAt, segment.startedAt(), reason));
        }
        if (recording != null && full(segment, info)) {
            endRecording();
        }
        boolean added = false;
        while (!added && !stopping.getAsBoolean()) {
            if (recording == null) {
                begin(segment, info);
            }
            try {
                added = grow(segment, gap, stopping);
            } catch (RuntimeException e) {
                // It is tried again; a tracker that saw half of it, or more than was told, would see it twice.
                moments = recording == null ? null : moments(recording);
                throw e;
            }
        }
        if (added) {
            Instant end = segment.startedAt().plusMillis(segment.durationMs());
            endedAt = endedAt == null || end.isAfter(endedAt) ? end : endedAt;
            unkept.clear();
            index.atEnd();
            searchableTo = endedAt;
            delays.add(Duration.between(segment.startedAt(), time.instant()).toMillis());
            segment.cameraOffsetMs().ifPresent(ms -> streams.measured(stream.id(), ms));
            remove(segment);
        }
    }

    /** How long nothing was kept before it. */
    private Duration since(Segment segment) {
        return endedAt == null ? Duration.ZERO : Duration.between(endedAt, segment.startedAt());
    }

    /** Whether a piece has it. That something later is committed does not say so: this one may have failed before that. */
    private boolean known(Segment segment) {
        return streams.recordings(stream.id()).stream().anyMatch(asset -> {
            long from = Duration.between(start(asset), segment.startedAt()).toMillis();
            long to = from + segment.durationMs();
            return from < asset.committedMs() && catalog.pieces(asset.id()).stream()
                    .anyMatch(piece -> Math.min(to, piece.endMs()) - Math.max(from, piece.startMs()) > segment.durationMs() / 2);
        });
    }

    /** Whether a recording ends before this segment: it is long enough, or the picture has another size. */
    private boolean full(Segment segment, MediaInfo info) {
        long ms = Duration.between(start(recording), segment.startedAt()).toMillis();
        long mostMs = Math.min(
                streamSettings.recordingMs(),
                stream.keep().ms().map(keep -> Math.max(LEAST_RECORDING_MS, keep / STEPS)).orElse(Long.MAX_VALUE));
        long mostBytes = stream.keep().bytes().map(keep -> keep / STEPS).orElse(Long.MAX_VALUE);
        boolean resized = info.width() != recording.info().width() || info.height() != recording.info().height();
        return resized || ms >= mostMs || recording.bytes() >= mostBytes || ms < recording.committedMs() - LEAST_GAP_MS;
    }

    private void begin(Segment segment, MediaInfo info) {
        MediaInfo endless = new MediaInfo(
                info.kind(), info.container(), info.codec(), info.width(), info.height(), 0, info.frameRate(), Optional.empty());
        recording = streams.begin(
                stream.id(),
                new NewAsset(
                        stream.domain(),
                        stream.address(),
                        name(),
                        0,
                        endless,
                        new Clock(ClockSource.ARRIVAL, ARRIVAL_CONFIDENCE, Optional.of(segment.startedAt()))));
        moments = moments(recording);
    }

    /** A recording has no bytes to be named by when it begins. */
    private static String name() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(("recording " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @return false when the recording was deleted meanwhile, or the runtime is stopping */
    private boolean grow(Segment segment, Duration gap, BooleanSupplier stopping) throws InterruptedException {
        long startMs = Math.max(
                recording.committedMs(), Duration.between(start(recording), segment.startedAt()).toMillis());
        long endMs = startMs + segment.durationMs();
        List<GrownMoment> grown = new ArrayList<>();
        try {
            if (gap.toMillis() > streamSettings.gapMs()) {
                grown.addAll(moments.end(recording.committedMs()));
            }
            grown.addAll(moments.look(segment.file(), startMs, endMs, stopping));
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                throw e;
            }
            // A model that fails on this picture may well do the next; the footage is kept, and a new moment begins.
            LOG.log(Level.ERROR, "looking at a segment of stream s" + stream.id() + " failed", e);
            moments = moments(recording);
            grown.clear();
        }
        if (stopping.getAsBoolean()) {
            return false;
        }
        return commit(segment, startMs, endMs, grown, stopping);
    }

    private boolean commit(Segment segment, long startMs, long endMs, List<GrownMoment> grown, BooleanSupplier stopping)
            throws InterruptedException {
        boolean told = false;
        while (!stopping.getAsBoolean()) {
            try {
                MediaStore.Stored stored = store.put(segment.file());
                Piece piece = new Piece(startMs, endMs, stored.sha256(), stored.bytes());
                Growth growth = new Growth(endMs, List.of(piece), grown, List.of(), moments.makers());
                Optional<List<Growth.Ids>> ids = intake.whileThere(stored, () -> streams.grow(recording.id(), growth));
                if (ids.isEmpty()) {
                    continue;
                }
                moments.named(ids.get());
                grown.forEach(m -> m.moment().tracks().forEach(t -> t.vectors().forEach(v -> index.stale(v.space()))));
                recording = catalog.asset(recording.id()).orElse(null);
                return true;
            } catch (VireoException e) {
                if (e.kind() == ErrorKind.NOT_FOUND) {
                    recording = null; // deleted by hand
                    return false;
                }
                if (e.kind() != ErrorKind.RESOURCES) {
                    throw e;
                }
                if (!told) {
                    LOG.log(Level.WARNING, "stream s" + stream.id() + " waits for room: " + e.getMessage());
                    told = true;
                }
                Thread.sleep(ROOM_WAIT_MS);
            }
        }
        return false;
    }

    /** Ends the recording that is written to; the next segment begins another. */
    void endRecording() {
        if (recording == null) {
            return;
        }
        try {
            List<GrownMoment> grown = moments.end(recording.committedMs());
            if (!grown.isEmpty()) {
                moments.named(streams.grow(
                        recording.id(), new Growth(recording.committedMs(), List.of(), grown, List.of(), moments.makers())));
            }
            streams.end(recording.id());
        } catch (VireoException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        } finally {
            recording = null;
        }
    }

    /** The recording that is written to. */
    Optional<Long> open() {
        return Optional.ofNullable(recording).map(Asset::id);
    }

    /** Capture time up to which the stream is searchable. Any thread. */
    Optional<Instant> searchableTo() {
        return Optional.ofNullable(searchableTo);
    }

    /** How long footage took to become searchable. Any thread. */
    Delays delays() {
        return delays;
    }

    private static void remove(Segment segment) {
        try {
            Files.deleteIfExists(segment.file());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove " + segment.file(), e);
        }
    }
}
