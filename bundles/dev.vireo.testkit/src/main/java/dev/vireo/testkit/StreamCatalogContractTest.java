package dev.vireo.testkit;

import static dev.vireo.testkit.Tracks.moment;
import static dev.vireo.testkit.Tracks.track;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Growth;
import dev.vireo.api.catalog.Growth.GrownMoment;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.catalog.StreamSource.Gap;
import dev.vireo.api.catalog.StreamSource.Retention;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every catalogue must do with streams. */
public abstract class StreamCatalogContractTest {
    private static final Space SPACE = new Space("test-space-1", 4);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    /** The streams under test, none at the start of each test. */
    protected abstract StreamCatalog streams();

    /** The catalogue of the same database. */
    protected abstract Catalog catalog();

    /** Its vectors. */
    protected abstract VectorStore store();

    private StreamSource added() {
        return streams().add("default", "rtsp://cam/1", Optional.of("secret-1"), new Retention(Optional.of(7L), Optional.of(9L)));
    }

    private Asset begun(StreamSource stream, String name) {
        return streams().begin(stream.id(), new NewAsset("default", stream.address(), Tracks.sha256(name), 0,
                new MediaInfo(MediaKind.VIDEO, "mp4", "h264", 768, 576, 0, 12.5, Optional.empty()),
                new Clock(ClockSource.ARRIVAL, 0.9, Optional.of(NOON))));
    }

    private static Piece piece(long fromMs, long toMs) {
        return new Piece(fromMs, toMs, Tracks.sha256("piece " + fromMs), 100);
    }

    private static float[] axis(int i) {
        float[] v = new float[4];
        v[i] = 1;
        return v;
    }

    private static VireoException thrown(ErrorKind kind, Runnable call) {
        VireoException e = assertThrows(VireoException.class, call::run);
        assertEquals(kind, e.kind(), e.getMessage());
        return e;
    }

    private static List<Optional<Long>> known(Long... ids) {
        return java.util.Arrays.stream(ids).map(Optional::ofNullable).toList();
    }

    @Test
    void aStreamIsKeptAndItsAddressTakenOnce() {
        StreamSource stream = added();

        assertEquals(List.of(stream), streams().streams());
        assertEquals(Optional.of(stream), streams().stream(stream.id()));
        assertEquals(Optional.of("secret-1"), stream.secret());
        assertEquals(Optional.of(7L), stream.keep().ms());
        assertTrue(thrown(ErrorKind.USER_INPUT, this::added).getMessage().contains("s" + stream.id()));
        streams().add("other", "rtsp://cam/1", Optional.empty(), Retention.ALL);
        streams().measured(stream.id(), -1500);
        assertEquals(Optional.of(-1500L), streams().stream(stream.id()).orElseThrow().cameraOffsetMs());
    }

    @Test
    void aRecordingGrowsPieceByPiece() {
        StreamSource stream = added();
        Asset asset = begun(stream, "r1");
        assertEquals(AssetState.RECORDING, asset.state());
        assertEquals(List.of(), catalog().pieces(asset.id()));
        assertEquals(Optional.of(stream.id()), streams().streamOf(asset.id()));

        streams().grow(asset.id(), new Growth(4_000, List.of(piece(0, 4_000)), List.of(), List.of()));
        streams().grow(asset.id(), new Growth(12_000, List.of(piece(8_000, 12_000)), List.of(), List.of()));

        Asset grown = catalog().asset(asset.id()).orElseThrow();
        assertEquals(12_000, grown.committedMs());
        assertEquals(12_000, grown.info().durationMs());
        assertEquals(asset.bytes() + 200, grown.bytes());
        assertEquals(List.of(piece(0, 4_000), piece(8_000, 12_000)), catalog().pieces(asset.id()));
        thrown(ErrorKind.INTERNAL, () -> streams().grow(asset.id(), new Growth(1, List.of(), List.of(), List.of())));
        assertEquals(AssetState.READY, streams().end(asset.id()).state());
        thrown(ErrorKind.INTERNAL, () -> streams().grow(asset.id(), new Growth(20_000, List.of(), List.of(), List.of())));
        assertEquals(List.of(asset.id()), streams().recordings(stream.id()).stream().map(Asset::id).toList());
    }

    @Test
    void aMomentThatGoesOnKeepsItsIds() {
        Asset asset = begun(added(), "r1");
        NewTrack young = track().during(0, 4_000).vector(SPACE, axis(0)).label("net@1.0.0", 3, 0.5).make();
        NewTrack other = track().during(1_000, 4_000).vector(SPACE, axis(1)).make();
        Growth.Ids first = streams()
                .grow(asset.id(), new Growth(4_000, List.of(piece(0, 4_000)), List.of(GrownMoment.whole(moment(young, other))), List.of()))
                .get(0);
        long[] vectors = vectorIds();

        NewTrack old = track().during(0, 8_000).state(MotionState.PARKED).vector(SPACE, axis(0)).label("net@1.0.0", 3, 0.75)
                .make();
        NewTrack late = track().during(5_000, 8_000).vector(SPACE, axis(2)).make();
        Growth.Ids second = streams()
                .grow(asset.id(), new Growth(8_000, List.of(piece(4_000, 8_000)),
                        List.of(new GrownMoment(Optional.of(first.moment()), moment(old, late),
                                known(first.tracks().get(0), null), List.of(first.tracks().get(1)))),
                        List.of()))
                .get(0);

        assertEquals(first.moment(), second.moment());
        assertEquals(first.tracks().get(0), second.tracks().get(0));
        assertEquals(1, catalog().moments(asset.id()).size());
        FoundTrack found = catalog().track(first.tracks().get(0)).orElseThrow();
        assertEquals(8_000, found.track().endMs());
        assertEquals(MotionState.PARKED, found.track().motion().state());
        assertEquals(0.75, found.track().labels().get(0).probability(), 1e-6);
        assertEquals(Optional.empty(), catalog().track(first.tracks().get(1)));
        Removal dropped = catalog().removal(Removal.Kind.TRACK, first.tracks().get(1)).orElseThrow();
        assertEquals(asset.id(), dropped.asset());
        // The vector that did not change keeps its id, which indexes know; the dropped track's is gone.
        long[] now = vectorIds();
        assertEquals(vectors[0], now[0]);
        assertEquals(2, now.length);
        assertArrayEquals(new long[] {vectors[1]}, store().deletions(SPACE, 0).ids());
        long gone = first.moment() + 100;
        thrown(ErrorKind.NOT_FOUND, () -> streams()
                .grow(asset.id(), new Growth(9_000, List.of(), List.of(
                        new GrownMoment(Optional.of(gone), moment(track().make()), known((Long) null), List.of())), List.of())));
    }

    private long[] vectorIds() {
        List<Long> ids = new ArrayList<>();
        store().forEach(SPACE, 0, v -> ids.add(v.id()));
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void whatIsRemovedIsRemembered() {
        StreamSource stream = added();
        Asset asset = begun(stream, "r1");
        Growth.Ids ids = streams()
                .grow(asset.id(), new Growth(4_000, List.of(piece(0, 4_000)),
                        List.of(GrownMoment.whole(moment(track().make(), track().make()))), List.of()))
                .get(0);
        Asset twin = begun(stream, "r2"); // shares a piece
        streams().grow(twin.id(), new Growth(4_000, List.of(piece(0, 4_000), piece(5_000, 6_000)), List.of(), List.of()));
        assertTrue(catalog().mediaHashes(piece(5_000, 0).sha256().substring(0, 2)).contains(piece(5_000, 0).sha256()));

        assertEquals(List.of(), catalog().delete(asset.id(), "older than 7 days"), "its piece is the twin's too");

        assertEquals(Optional.empty(), catalog().asset(asset.id()));
        for (Removal.Kind kind : List.of(Removal.Kind.ASSET, Removal.Kind.MOMENT, Removal.Kind.TRACK)) {
            long id = switch (kind) {
                case ASSET -> asset.id();
                case MOMENT -> ids.moment();
                default -> ids.tracks().get(1);
            };
            Removal removal = catalog().removal(kind, id).orElseThrow();
            assertEquals("older than 7 days", removal.reason());
            assertEquals(asset.path(), removal.path());
            assertEquals(asset.id(), removal.asset());
            assertEquals(Optional.empty(), catalog().removal(kind, id + 1_000));
        }
        assertEquals(Optional.empty(), catalog().removal(Removal.Kind.ASSET, twin.id()));
        thrown(ErrorKind.INTERNAL, () -> streams().remove(stream.id(), "its recordings are still there"));
        assertEquals(Set.of(piece(0, 0).sha256(), piece(5_000, 0).sha256()),
                Set.copyOf(catalog().delete(twin.id(), "by hand")));
        streams().remove(stream.id(), "by hand");
        assertEquals(List.of(), streams().streams());
        assertEquals("rtsp://cam/1", catalog().removal(Removal.Kind.STREAM, stream.id()).orElseThrow().path());
        thrown(ErrorKind.NOT_FOUND, () -> streams().remove(stream.id(), "again"));
    }

    @Test
    void gapsAreKeptNewestFirst() {
        StreamSource stream = added();
        for (int i = 0; i < 1_010; i++) {
            streams().gap(stream.id(), new Gap(NOON.plusSeconds(10 * i), NOON.plusSeconds(10 * i + 5), "reason " + i));
        }

        List<Gap> gaps = streams().gaps(stream.id(), 2_000);

        assertEquals(1_000, gaps.size());
        assertEquals("reason 1009", gaps.get(0).reason());
        assertEquals(List.of(gaps.get(0), gaps.get(1)), streams().gaps(stream.id(), 2));
    }
}
