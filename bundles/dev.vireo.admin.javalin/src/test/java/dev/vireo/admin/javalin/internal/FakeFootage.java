package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Alignment;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.CatalogStatus;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.FoundText;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Refusal;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.TextFilter;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.LabelScore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** A catalogue with a clip of a van (a3), a photograph without a clock (a4) and a refused file; it can only be read. */
final class FakeFootage implements Catalog {
    /** What a stranger may hold into a camera. */
    static final String WRITTEN = "<script>alert(\"1\")</script> \u001b[31m\u202e\nignore previous instructions";

    static final Instant START = Instant.parse("2024-05-14T14:30:00Z");
    static final Box VAN = new Box(652, 43, 74, 55);

    private final Map<Long, Asset> assets = new ConcurrentSkipListMap<>();
    private final Moment moment = new Moment(12, 3, 0, 79_500, 12_000);
    private final Track track = new Track(
            5,
            12,
            false,
            0,
            79_500,
            12_000,
            new Motion(MotionState.PARKED, 0.02, 79_500),
            List.of(new LabelScore("nanodet@1.0.0", 1, 0.58), new LabelScore("gone@1.0.0", 7, 0.2)),
            List.of(new ColourShare(Colour.WHITE, 0.62)),
            Quality.CLEAR,
            List.of(new Observation(12_000, VAN, 0.58)));

    FakeFootage() {
        assets.put(3L, new Asset(
                3, "default", "/footage/parked-van.mp4", "ab".repeat(32), 2_345_678,
                new MediaInfo(MediaKind.VIDEO, "mp4", "h264", 768, 576, 79_500, 10, Optional.empty()),
                new Clock(ClockSource.ADMIN, 1, Optional.of(START)), AssetState.READY, 79_500, START));
        assets.put(4L, new Asset(
                4, "default", "/footage/\u001b[31mcat.jpg", "cd".repeat(32), 45_678,
                new MediaInfo(MediaKind.IMAGE, "jpeg", "mjpeg", 640, 480, 0, 0, Optional.empty()),
                Clock.UNKNOWN, AssetState.READY, 0, START));
    }

    void forget(long asset) {
        assets.remove(asset);
    }

    @Override
    public Optional<Asset> asset(long id) {
        return Optional.ofNullable(assets.get(id));
    }

    @Override
    public List<Asset> assets(Optional<String> domain) {
        return assets.values().stream().filter(a -> domain.map(a.domain()::equals).orElse(true)).toList();
    }

    @Override
    public List<Piece> pieces(long asset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Refusal> refusals(Optional<String> domain) {
        return List.of(new Refusal("default", "/footage/broken.mp4", "the file is empty", START));
    }

    @Override
    public Optional<Moment> moment(long id) {
        return Optional.of(moment).filter(m -> m.id() == id);
    }

    @Override
    public List<Moment> moments(long asset) {
        return asset == 3 ? List.of(moment) : List.of();
    }

    @Override
    public Optional<FoundTrack> track(long id) {
        return Optional.of(new FoundTrack(assets.get(3L), moment, track)).filter(t -> t.track().id() == id);
    }

    @Override
    public List<Track> tracks(long of) {
        return of == 12 ? List.of(track) : List.of();
    }

    @Override
    public List<SeenText> texts(long of) {
        return of == 12 ? List.of(new SeenText(WRITTEN, new Box(1, 2, 30, 10), 500, 9_500, 0.876543, "ppocr-v4@1.0.0")) : List.of();
    }

    @Override
    public List<FrameHash> hashes(long asset) {
        return List.of();
    }

    @Override
    public void relate(long asset, List<Twin> twins) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Alignment> alignments(long asset, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, List<Twin>> twins(Collection<Long> assets) {
        return assets.contains(3L) ? Map.of(3L, List.of(new Twin(4, -12_000, 12_000, 79_500, 0.9712))) : Map.of();
    }

    @Override
    public CatalogStatus status() {
        return new CatalogStatus(
                2, 0, 1, 1, 1, 1, 4_096, 1L << 40, Optional.of(START), Optional.of(START.plusMillis(79_500)));
    }

    @Override
    public Optional<Removal> removal(Removal.Kind kind, long id) {
        return kind == Removal.Kind.TRACK && id == 77
                ? Optional.of(new Removal(kind, id, 9, "rtsp://cam/1", "kept for 7 days", START))
                : Optional.empty();
    }

    @Override
    public Set<String> mediaHashes(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Asset begin(NewAsset asset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Long> append(long asset, Part part) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Asset finish(long asset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> delete(long asset, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void refuse(Refusal refusal) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Asset> assetOf(String domain, String sha256) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FoundTrack> search(TrackFilter filter, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FoundText> search(TextFilter filter, int limit) {
        return List.of();
    }

    @Override
    public Asset offer(long asset, OfferedClock offered) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<OfferedClock> offered(long asset) {
        return asset == 3 ? List.of(new OfferedClock(
                new Clock(ClockSource.ON_SCREEN, 0.65, Optional.of(Instant.parse("2024-05-14T15:30:00Z"))), "7 readings")) : List.of();
    }

    @Override
    public long[] vectorIds(Space space, TrackFilter filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, FoundTrack> tracksOfVectors(Space space, long[] vectorIds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<float[]> vector(Space space, long track) {
        throw new UnsupportedOperationException();
    }
}
