package dev.vireo.testkit;

import static dev.vireo.testkit.Tracks.asset;
import static dev.vireo.testkit.Tracks.moment;
import static dev.vireo.testkit.Tracks.track;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.vireo.api.catalog.LabelGroup;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Refusal;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.TextFilter;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.StoredVector;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.text.Wording;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every catalogue and its vector store must do. */
public abstract class CatalogContractTest {
    protected static final Space SPACE = new Space("test-space-1", 4);
    private static final String NET = "net@1.0.0";
    private static final String OTHER = "other@2.0.0";
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    /** The catalogue under test, empty at the start of each test. */
    protected abstract Catalog catalog();

    /** Its vectors. */
    protected abstract VectorStore store();

    private static TrackFilter filter(
            List<TimeRange> captured, List<LabelGroup> groups, Set<Colour> colours, double minFraction) {
        return new TrackFilter(
                "default", Set.of(), captured, groups, colours, minFraction, Optional.empty(), Optional.empty());
    }

    private static LabelGroup group(double minMass, String model, Integer... labels) {
        return new LabelGroup(Map.of(model, Set.of(labels)), minMass);
    }

    private static float[] axis(int i) {
        float[] v = new float[4];
        v[i] = 1;
        return v;
    }

    private Asset begun(String name) {
        return catalog().begin(asset("default", name, Optional.of(NOON)));
    }

    /** Adds one moment with these tracks. @return the tracks' ids in the same order */
    private List<Long> added(Asset to, NewTrack... tracks) {
        long moment = catalog().append(to.id(), new Part(60_000, List.of(moment(tracks)), List.of())).get(0);
        return catalog().tracks(moment).stream().map(Track::id).sorted().toList();
    }

    private List<Long> search(TrackFilter filter) {
        return catalog().search(filter, 1000).stream().map(f -> f.track().id()).toList();
    }

    private static VireoException thrown(ErrorKind kind, Runnable call) {
        VireoException e = assertThrows(VireoException.class, call::run);
        assertEquals(kind, e.kind(), e.getMessage());
        return e;
    }

    @Test
    void anAssetIsKeptAsItWasGiven() {
        NewAsset given = new NewAsset(
                "default",
                "/footage/it's \"a\"\nname; DROP TABLE asset; --",
                Tracks.sha256("x"),
                987_654_321_012L,
                new MediaInfo(
                        MediaKind.IMAGE,
                        "jpeg",
                        "mjpeg",
                        4000,
                        3000,
                        0,
                        0,
                        Optional.of(new CaptureTime(
                                LocalDateTime.of(2026, 2, 28, 23, 59, 59, 7_000_000),
                                Optional.of(ZoneOffset.ofHoursMinutes(5, 45)),
                                ClockSource.EXIF))),
                new Clock(ClockSource.ADMIN, 1, Optional.of(NOON.plusMillis(123))));
        Asset kept = catalog().begin(given);
        assertEquals(given.path(), kept.path());
        assertEquals(given.sha256(), kept.sha256());
        assertEquals(given.bytes(), kept.bytes());
        assertEquals(given.info(), kept.info());
        assertEquals(given.clock(), kept.clock());
        assertEquals(AssetState.INGESTING, kept.state());
        assertEquals(0, kept.committedMs());
        assertEquals(Optional.of(kept), catalog().asset(kept.id()));
        assertEquals(Optional.of(kept), catalog().assetOf("default", given.sha256()));
        assertEquals(List.of(kept), catalog().assets(Optional.of("default")));
    }

    @Test
    void theSameBytesAreOneAssetOfADomain() {
        Asset first = begun("a");
        NewAsset again = asset("default", "a", Optional.empty());
        assertEquals(first, catalog().begin(again));
        Asset elsewhere = catalog().begin(asset("garage", "a", Optional.empty()));
        assertFalse(first.id() == elsewhere.id());
        catalog().finish(first.id());
        assertEquals(AssetState.READY, catalog().begin(again).state());
        assertEquals(List.of(elsewhere), catalog().assets(Optional.of("garage")));
        assertEquals(2, catalog().assets(Optional.empty()).size());
    }

    /** Adds a moment of ten seconds in which these texts are seen, one second each. */
    private long written(Asset asset, String... texts) {
        List<SeenText> seen = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            seen.add(new SeenText(texts[i], new Box(5, 20 * i, 70, 15), 1000L * i, 1000L * i + 1000, 0.9 - 0.1 * i, OTHER));
        }
        NewTrack frame = track().wholeFrame().during(0, 10_000).label(NET, 3, 0.5).make();
        return catalog()
                .append(asset.id(), new Part(10_000, List.of(new NewMoment(0, 10_000, 0, List.of(frame), seen)), List.of()))
                .get(0);
    }

    private List<String> texts(String wanted) {
        return catalog().search(new TextFilter(Catalog.DEFAULT_DOMAIN, Set.of(), List.of(), wanted), 100).stream()
                .map(found -> found.text().text())
                .toList();
    }

    @Test
    void findsTextsWhateverTheScriptAndForgivesOneCharacterOfLongOnes() {
        long moment = written(begun("a"), "EXIT", "ＥＸＩＴ only", "NEXITY", "EX1T", "安全出口", "出口", "口出", "VB47 11XK");
        assertEquals(List.of("EXIT", "ＥＸＩＴ only", "NEXITY", "EX1T"), texts("exit"));
        assertEquals(List.of("安全出口", "出口"), texts("出口"));
        assertEquals(List.of("安全出口", "出口", "口出"), texts("口"));
        assertEquals(List.of("安全出口"), texts("安全山口"));
        assertEquals(List.of("VB47 11XK"), texts("vb-4711xk"));
        assertEquals(List.of("VB47 11XK"), texts("VB47 11KK"));
        assertEquals(List.of(), texts("VB47 1KKK"));
        assertEquals(List.of(), texts("入口"));
        assertEquals(List.of(), texts(" "));
        FoundText found = catalog().search(new TextFilter(Catalog.DEFAULT_DOMAIN, Set.of(), List.of(), "EX1T"), 1).get(0);
        assertEquals(Wording.Match.WORDS, found.match());
        assertEquals(moment, found.frame().moment().id());
        assertTrue(found.frame().track().wholeFrame());
        assertEquals(new Box(5, 60, 70, 15), found.text().box());
    }

    @Test
    void findsTextsByWhatStandsInThemAndNothingElse() {
        String hostile = "\"<script>alert('x')</script> OR NEAR(* \u001b[31m";
        written(begun("a"), hostile, "a" + "b".repeat(5_000), "\uD83D\uDE00 ok");
        assertEquals(List.of(hostile), texts("alert"));
        assertEquals(List.of(hostile), texts(hostile));
        assertEquals(List.of("\uD83D\uDE00 ok"), texts("OK"));
        for (String wanted : List.of("\"", "\" OR \"", "*", "a*", "grams:ok", "'; DROP TABLE asset; --", "\u0000", "NOT ok")) {
            texts(wanted);
        }
        assertEquals(1, catalog().assets(Optional.empty()).size());
    }

    @Test
    void findsTextsByDomainAssetAndTime() {
        Asset first = begun("a");
        written(first, "EXIT", "LATER");
        Asset elsewhere = catalog().begin(asset("garage", "b", Optional.empty()));
        written(elsewhere, "EXIT");
        assertEquals(1, texts("exit").size());
        assertEquals(1, catalog().search(new TextFilter("garage", Set.of(elsewhere.id()), List.of(), "exit"), 10).size());
        assertEquals(0, catalog().search(new TextFilter("garage", Set.of(first.id()), List.of(), "exit"), 10).size());
        Instant start = first.clock().start().orElseThrow();
        TimeRange firstSecond = new TimeRange(start, start.plusSeconds(1));
        assertEquals(1, catalog().search(
                new TextFilter(Catalog.DEFAULT_DOMAIN, Set.of(), List.of(firstSecond), "exit"), 10).size());
        assertEquals(0, catalog().search(
                new TextFilter(Catalog.DEFAULT_DOMAIN, Set.of(), List.of(firstSecond), "later"), 10).size());
        assertEquals(0, catalog().search(new TextFilter("garage", Set.of(), List.of(firstSecond), "exit"), 10).size());
    }

    @Test
    void anOfferedClockIsNotedAndTakesThePlaceOfALessTrustedOne() {
        Asset sure = begun("a");
        Clock screen = new Clock(ClockSource.ON_SCREEN, 0.4, Optional.of(NOON.plusSeconds(3600)));
        Asset still = catalog().offer(sure.id(), new OfferedClock(screen, "12 readings"));
        assertEquals(sure.clock(), still.clock());
        assertEquals(List.of(new OfferedClock(screen, "12 readings")), catalog().offered(sure.id()));
        Asset unknown = catalog().begin(asset("garage", "b", Optional.empty()));
        written(unknown, "EXIT");
        TimeRange hour = new TimeRange(NOON.plusSeconds(3600), NOON.plusSeconds(3610));
        TextFilter then = new TextFilter("garage", Set.of(), List.of(hour), "exit");
        assertEquals(0, catalog().search(then, 10).size());
        assertEquals(screen, catalog().offer(unknown.id(), new OfferedClock(screen, "12 readings")).clock());
        assertEquals(List.of(), catalog().offered(unknown.id()));
        assertEquals(1, catalog().search(then, 10).size());
        TrackFilter tracks = new TrackFilter("garage", Set.of(), List.of(hour), List.of(), Set.of(), 0, Optional.empty(), Optional.of(true));
        assertEquals(1, catalog().search(tracks, 10).size());
        Clock told = new Clock(ClockSource.ADMIN, 1, Optional.of(NOON));
        assertEquals(told, catalog().offer(unknown.id(), new OfferedClock(told, "by hand")).clock());
        assertEquals(List.of(screen), catalog().offered(unknown.id()).stream().map(OfferedClock::clock).toList());
        assertEquals(0, catalog().search(tracks, 10).size());
    }

    @Test
    void textsGoWithTheirAsset() {
        Asset asset = begun("a");
        written(asset, "EXIT");
        catalog().delete(asset.id(), "told so");
        assertEquals(List.of(), texts("exit"));
        written(begun("b"), "ENTRY");
        assertEquals(List.of("ENTRY"), texts("entry"));
        assertEquals(List.of(), texts("exit"));
    }

    @Test
    void aPartIsReadBackWhole() {
        Asset asset = begun("a");
        NewTrack frame = track().wholeFrame().during(0, 5000).label(NET, 3, 0.5).make();
        NewTrack van = track().during(1000, 4000)
                .state(MotionState.PARKED)
                .label(NET, 7, 0.25)
                .label(OTHER, 7, 0.75)
                .colour(Colour.GREY, 0.25)
                .colour(Colour.WHITE, 0.625)
                .quality(new Quality(0.5, Set.of(Quality.Flaw.DARK, Quality.Flaw.BLURRED)))
                .vector(SPACE, axis(1))
                .make();
        SeenText sign = new SeenText("出口 EXIT", new Box(5, 6.5, 70, 20), 500, 4500, 0.875, OTHER);
        List<FrameHash> hashes = List.of(new FrameHash(0, -1), new FrameHash(250, 7));
        List<Long> ids = catalog()
                .append(
                        asset.id(),
                        new Part(5000, List.of(new NewMoment(0, 5000, 2000, List.of(van, frame), List.of(sign))), hashes));
        assertEquals(List.of(sign), catalog().texts(ids.get(0)));
        assertEquals(Map.of(ids.get(0), List.of(sign)), catalog().texts(List.of(ids.get(0), 99_999L)));
        assertEquals(hashes, catalog().hashes(asset.id()));
        assertEquals(1, ids.size());
        Moment moment = new Moment(ids.get(0), asset.id(), 0, 5000, 2000);
        assertEquals(Optional.of(moment), catalog().moment(ids.get(0)));
        assertEquals(List.of(moment), catalog().moments(asset.id()));
        List<Track> tracks = catalog().tracks(moment.id());
        assertEquals(2, tracks.size());
        assertEquals(Map.of(moment.id(), tracks), catalog().tracks(List.of(moment.id(), 99_999L)));
        assertTrue(tracks.get(0).wholeFrame());
        Track read = tracks.get(1);
        assertEquals(van.motion(), read.motion());
        assertEquals(van.path(), read.path());
        assertEquals(van.quality(), read.quality());
        assertEquals(Quality.CLEAR, tracks.get(0).quality());
        assertEquals(Set.copyOf(van.labels()), Set.copyOf(read.labels()));
        assertEquals(List.of(van.colours().get(1), van.colours().get(0)), read.colours());
        assertEquals(1000, read.startMs());
        assertEquals(4000, read.endMs());
        assertEquals(2500, read.keyMs());
        Asset now = catalog().asset(asset.id()).orElseThrow();
        assertEquals(5000, now.committedMs());
        assertEquals(Optional.of(new FoundTrack(now, moment, read)), catalog().track(read.id()));
        assertArrayEquals(axis(1), catalog().vector(SPACE, read.id()).orElseThrow());
        assertEquals(Optional.empty(), catalog().vector(SPACE, tracks.get(0).id()));
        Map<Long, float[]> vectors = catalog().vectors(SPACE, List.of(tracks.get(0).id(), read.id(), 99_999L));
        assertEquals(Set.of(read.id()), vectors.keySet());
        assertArrayEquals(axis(1), vectors.get(read.id()));
    }

    @Test
    void anAssetOfAFileIsOnePiece() {
        Asset asset = begun("file");

        assertEquals(
                List.of(new Piece(0, asset.info().durationMs(), asset.sha256(), asset.bytes())), catalog().pieces(asset.id()));
        thrown(ErrorKind.NOT_FOUND, () -> catalog().pieces(asset.id() + 1));
    }

    @Test
    void aRefusedPartLeavesNothing() {
        Asset asset = begun("a");
        NewTrack good = track().vector(SPACE, axis(0)).make();
        for (NewVector bad : List.of(
                new NewVector(SPACE, new float[] {1, 1, 0, 0}),
                new NewVector(SPACE, new float[] {1, 0, 0}),
                new NewVector(SPACE, new float[] {Float.NaN, 0, 0, 0}))) {
            NewTrack wrong = track().vector(bad.space(), bad.vector()).make();
            thrown(ErrorKind.INTERNAL, () -> catalog().append(asset.id(), new Part(10, List.of(moment(good, wrong)), List.of())));
        }
        assertEquals(0, catalog().status().moments());
        assertEquals(0, catalog().status().vectors());
        assertEquals(0, catalog().asset(asset.id()).orElseThrow().committedMs());
    }

    @Test
    void partsComeInOrderAndEndWithTheAsset() {
        Asset asset = begun("a");
        catalog().append(asset.id(), new Part(2000, List.of(), List.of()));
        thrown(ErrorKind.INTERNAL, () -> catalog().append(asset.id(), new Part(1999, List.of(), List.of())));
        catalog().finish(asset.id());
        thrown(ErrorKind.INTERNAL, () -> catalog().append(asset.id(), new Part(3000, List.of(), List.of())));
    }

    @Test
    void absentIdsAreNotFound() {
        thrown(ErrorKind.NOT_FOUND, () -> catalog().append(99, new Part(1, List.of(), List.of())));
        thrown(ErrorKind.NOT_FOUND, () -> catalog().finish(99));
        thrown(ErrorKind.NOT_FOUND, () -> catalog().delete(99, "x"));
        thrown(ErrorKind.NOT_FOUND, () -> catalog().moments(99));
        thrown(ErrorKind.NOT_FOUND, () -> catalog().tracks(99));
        assertEquals(Optional.empty(), catalog().asset(99));
        assertEquals(Optional.empty(), catalog().moment(99));
        assertEquals(Optional.empty(), catalog().track(99));
        assertEquals(Optional.empty(), catalog().assetOf("default", Tracks.sha256("none")));
        assertEquals(Optional.empty(), catalog().vector(SPACE, 99));
    }

    @Test
    void deletionForgetsAllAndUsesNoIdAgain() {
        Asset a = begun("a");
        Asset twin = catalog().begin(asset("garage", "a", Optional.empty()));
        List<Long> tracks = added(a, track().label(NET, 1, 0.9).vector(SPACE, axis(0)).make());
        long vector = catalog().vectorIds(SPACE, TrackFilter.of("default"))[0];
        assertEquals(List.of(), catalog().delete(a.id(), "x"), "the twin has the same bytes");
        assertEquals(Optional.empty(), catalog().asset(a.id()));
        assertEquals(Optional.empty(), catalog().track(tracks.get(0)));
        assertEquals(List.of(), search(TrackFilter.of("default")));
        assertEquals(Map.of(), catalog().tracksOfVectors(SPACE, new long[] {vector}));
        assertEquals(List.of(twin.sha256()), catalog().delete(twin.id(), "x"));
        CatalogStatus status = catalog().status();
        assertEquals(0, status.assets() + status.moments() + status.tracks() + status.vectors());
        Asset fresh = begun("a");
        assertTrue(fresh.id() > twin.id());
        assertTrue(added(fresh, track().vector(SPACE, axis(0)).make()).get(0) > tracks.get(0));
        assertTrue(catalog().vectorIds(SPACE, TrackFilter.of("default"))[0] > vector);
    }

    @Test
    void refusalsAreReplacedAndRemovedBySuccess() {
        String path = asset("default", "broken 'quote'\n", Optional.empty()).path();
        catalog().refuse(new Refusal("default", path, "truncated", NOON));
        catalog().refuse(new Refusal("default", path, "empty", NOON.plusSeconds(1)));
        catalog().refuse(new Refusal("garage", path, "not a film", NOON));
        assertEquals(
                List.of(new Refusal("default", path, "empty", NOON.plusSeconds(1))),
                catalog().refusals(Optional.of("default")));
        assertEquals(2, catalog().refusals(Optional.empty()).size());
        Asset asset = begun("broken 'quote'\n");
        catalog().finish(asset.id());
        assertEquals(List.of(), catalog().refusals(Optional.of("default")));
        assertEquals(1, catalog().refusals(Optional.of("garage")).size());
    }

    @Test
    void labelMassIsSummedWithinAModel() {
        Asset asset = begun("a");
        List<Long> t = added(
                asset,
                track().label(NET, 1, 0.25).label(NET, 2, 0.25).make(), // 0.5 on {1, 2}
                track().label(NET, 1, 0.25).label(OTHER, 2, 0.25).make(), // 0.25 by either
                track().label(NET, 2, 0.75).make(),
                track().label(NET, 3, 1.0).make());
        assertEquals(List.of(t.get(2), t.get(0)), search(filter(List.of(), List.of(group(0.5, NET, 1, 2)), Set.of(), 0)));
        LabelGroup both = new LabelGroup(Map.of(NET, Set.of(1, 2), OTHER, Set.of(2)), 0.25);
        assertEquals(List.of(t.get(2), t.get(0), t.get(1)), search(filter(List.of(), List.of(both), Set.of(), 0)));
        assertEquals(
                List.of(t.get(0)),
                search(filter(
                        List.of(), List.of(group(0.25, NET, 1), group(0.25, NET, 2)), Set.of(), 0)),
                "every group holds");
        assertEquals(List.of(), search(filter(List.of(), List.of(group(0.1, "nobody@1", 1)), Set.of(), 0)));
        assertEquals(List.of(), search(filter(List.of(), List.of(new LabelGroup(Map.of(), 0.1)), Set.of(), 0)));
        assertEquals(4, search(filter(List.of(), List.of(group(0, NET, 1)), Set.of(), 0)).size(), "no mass is asked for");
    }

    /** Many tracks and few of them allowed make a catalogue choose another way of summing; the answer stays. */
    @Test
    void massAgreesWithACountByHandWhateverElseIsAsked() {
        Random random = new Random(7);
        List<NewTrack> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Tracks t = track().during(i * 1000L, i * 1000L + 500).state(MotionState.values()[random.nextInt(3)]);
            for (int label = 0; label < 5; label++) {
                if (random.nextBoolean()) {
                    t.label(random.nextBoolean() ? NET : OTHER, label, random.nextInt(1, 64) / 256.0);
                }
            }
            all.add(t.make());
        }
        List<Long> ids = added(begun("a"), all.toArray(NewTrack[]::new));
        LabelGroup low = new LabelGroup(Map.of(NET, Set.of(0, 1, 2), OTHER, Set.of(1, 3)), 0.2);
        LabelGroup high = new LabelGroup(Map.of(NET, Set.of(4)), 0.05);
        for (int span : new int[] {3, 40, 300}) {
            TimeRange range = new TimeRange(NOON, NOON.plusMillis(span * 1000L));
            List<Long> expected = new ArrayList<>();
            for (int i = 0; i < span; i++) {
                if (mass(all.get(i), low) >= 0.2 && mass(all.get(i), high) >= 0.05) {
                    expected.add(ids.get(i));
                }
            }
            List<Long> found = search(filter(List.of(range), List.of(low, high), Set.of(), 0));
            assertEquals(Set.copyOf(expected), Set.copyOf(found), "span " + span);
            double last = Double.POSITIVE_INFINITY;
            for (long id : found) {
                NewTrack t = all.get(ids.indexOf(id));
                double mass = mass(t, low) + mass(t, high);
                assertTrue(mass <= last + 1e-9, "largest mass first");
                last = mass;
            }
        }
    }

    /** Few tracks of a colour, far apart, and many: what is read for their mass, and how the colour is found, may differ. */
    @Test
    void massAndColourAgreeWithACountByHand() {
        Random random = new Random(11);
        List<NewTrack> all = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            Tracks t = track().during(i * 1000L, i * 1000L + 500);
            for (int label = 0; label < 3; label++) {
                if (random.nextBoolean()) {
                    t.label(NET, label, random.nextInt(1, 64) / 256.0);
                }
            }
            t.colour(Colour.GREY, random.nextInt(1, 64) / 256.0);
            t.colour(Colour.BLACK, random.nextInt(1, 64) / 256.0);
            if (i == 3 || i == 1_190) {
                t.label(OTHER, 1, 0.5).colour(Colour.RED, 0.25);
            }
            all.add(t.make());
        }
        List<Long> ids = added(begun("a"), all.toArray(NewTrack[]::new));
        LabelGroup any = new LabelGroup(Map.of(NET, Set.of(0, 1, 2), OTHER, Set.of(1)), 0.2);
        TimeRange range = new TimeRange(NOON, NOON.plusSeconds(1_195));
        for (Set<Colour> colours : List.of(Set.of(Colour.RED), Set.of(Colour.GREY, Colour.BLACK), Set.of(Colour.GREEN))) {
            for (List<TimeRange> captured : List.of(List.<TimeRange>of(), List.of(range))) {
                for (double least : new double[] {0.25, 0}) {
                    Set<Long> expected = new HashSet<>();
                    for (int i = 0; i < (captured.isEmpty() ? 1_200 : 1_195); i++) {
                        double share = all.get(i).colours().stream()
                                .filter(c -> colours.contains(c.colour()))
                                .mapToDouble(ColourShare::fraction)
                                .sum();
                        if (share >= least && mass(all.get(i), any) >= 0.2) {
                            expected.add(ids.get(i));
                        }
                    }
                    assertEquals(expected, Set.copyOf(search(filter(captured, List.of(any), colours, least))),
                            colours + " of at least " + least + " in " + captured);
                }
            }
        }
    }

    @Test
    void aScopeReadsAtLeastWhatItNames() {
        Random random = new Random(23);
        List<NewTrack> tracks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Tracks track = track().during(1_000L * i, 1_000L * i + 500).colour(Colour.RED, 0.5).colour(Colour.BLUE, 0.25);
            for (int label = 0; label < 12; label++) {
                if (random.nextInt(3) == 0) {
                    track.label(i % 4 == 0 ? OTHER : NET, label, random.nextInt(1, 20) / 100.0);
                }
                if (i % 5 == 0 && random.nextBoolean()) {
                    track.label(i % 4 == 0 ? NET : OTHER, label, random.nextInt(1, 20) / 100.0);
                }
            }
            tracks.add(track.make());
        }
        Asset asset = begun("a");
        added(asset, tracks.subList(0, 20).toArray(NewTrack[]::new));
        catalog().append(asset.id(), new Part(90_000, List.of(moment(tracks.subList(20, 40).toArray(NewTrack[]::new))), List.of()));
        List<Long> moments = catalog().moments(asset.id()).stream().map(Moment::id).toList();
        TrackScope scope = new TrackScope(Map.of(NET, Set.of(2, 7), OTHER, Set.of(3)), Map.of(OTHER, Set.of(5, 6)), 0.05, false);
        List<FoundTrack> whole = catalog().search(TrackFilter.of("default"), 1000);
        Map<Long, FoundTrack> byId = catalog().found(whole.stream().map(f -> f.track().id()).toList());
        assertEquals(whole.size(), byId.size());
        whole.forEach(found -> assertEquals(found, byId.get(found.track().id())));
        assertEquals(Set.of(), catalog().found(List.of(4_711L)).keySet());
        List<FoundTrack> read = catalog().search(TrackFilter.of("default"), 1000, scope);
        assertEquals(whole.stream().map(f -> f.track().id()).toList(), read.stream().map(f -> f.track().id()).toList());
        for (int i = 0; i < whole.size(); i++) {
            scoped(whole.get(i).track(), read.get(i).track(), scope);
        }
        Map<Long, List<Track>> all = catalog().tracks(moments);
        Map<Long, List<Track>> some = catalog().tracks(moments, scope);
        assertEquals(all.keySet(), some.keySet());
        all.forEach((moment, here) -> {
            for (int i = 0; i < here.size(); i++) {
                scoped(here.get(i), some.get(moment).get(i), scope);
            }
        });
        TrackScope tinted = new TrackScope(Map.of(), Map.of(), 1, true);
        for (FoundTrack found : catalog().search(TrackFilter.of("default"), 1000, tinted)) {
            assertEquals(catalog().track(found.track().id()).orElseThrow().track().colours(), found.track().colours());
        }
        assertEquals(40, catalog().search(TrackFilter.of("default"), 1000, TrackScope.BARE).size());
    }

    private static void scoped(Track whole, Track read, TrackScope scope) {
        assertEquals(whole.id(), read.id());
        assertEquals(whole.path(), read.path());
        assertEquals(whole.motion(), read.motion());
        assertTrue(whole.labels().containsAll(read.labels()), () -> read.labels() + " of " + whole.labels());
        assertEquals(models(whole), models(read));
        boolean telling = whole.labels().stream().anyMatch(l -> l.probability() >= scope.least()
                && scope.telling().getOrDefault(l.model(), Set.of()).contains(l.label()));
        List<LabelScore> needed = whole.labels().stream()
                .filter(l -> telling || scope.named().getOrDefault(l.model(), Set.of()).contains(l.label()))
                .toList();
        assertTrue(read.labels().containsAll(needed), () -> read.labels() + " lacks some of " + needed);
        for (int i = 1; i < read.labels().size(); i++) {
            assertTrue(read.labels().get(i - 1).probability() >= read.labels().get(i).probability());
        }
    }

    private static Set<String> models(Track track) {
        Set<String> models = new HashSet<>();
        track.labels().forEach(l -> models.add(l.model()));
        return models;
    }

    private static double mass(NewTrack track, LabelGroup group) {
        return group.labels().entrySet().stream()
                .mapToDouble(e -> track.labels().stream()
                        .filter(l -> l.model().equals(e.getKey()) && e.getValue().contains(l.label()))
                        .mapToDouble(l -> l.probability())
                        .sum())
                .max()
                .orElse(0);
    }

    @Test
    void filtersHoldTogether() {
        Asset a = begun("a");
        List<Long> t = added(
                a,
                track().wholeFrame().during(0, 10_000).make(),
                track().during(0, 1000).state(MotionState.PARKED).colour(Colour.WHITE, 0.4).colour(Colour.GREY, 0.3).make(),
                track().during(5000, 9000).state(MotionState.MOVING).colour(Colour.WHITE, 0.6).make());
        Asset b = catalog().begin(asset("default", "b", Optional.empty()));
        List<Long> u = added(b, track().state(MotionState.PARKED).colour(Colour.WHITE, 0.9).make());
        Asset other = catalog().begin(asset("garage", "c", Optional.of(NOON)));
        List<Long> v = added(other, track().make());

        assertEquals(Set.of(t.get(0), t.get(1), t.get(2), u.get(0)), new HashSet<>(search(TrackFilter.of("default"))));
        assertEquals(v, search(TrackFilter.of("garage")));
        assertEquals(List.of(), search(TrackFilter.of("x' OR '1'='1")));
        assertEquals(
                Set.of(t.get(2), u.get(0)),
                new HashSet<>(search(filter(List.of(), List.of(), Set.of(Colour.WHITE), 0.5))));
        assertEquals(
                Set.of(t.get(1), t.get(2), u.get(0)),
                new HashSet<>(search(filter(List.of(), List.of(), Set.of(Colour.WHITE, Colour.GREY), 0.5))));
        TrackFilter parked = new TrackFilter(
                "default",
                Set.of(a.id()),
                List.of(),
                List.of(),
                Set.of(),
                0,
                Optional.of(MotionState.PARKED),
                Optional.of(false));
        assertEquals(List.of(t.get(1)), search(parked));
        TrackFilter frames = new TrackFilter(
                "default", Set.of(), List.of(), List.of(), Set.of(), 0, Optional.empty(), Optional.of(true));
        assertEquals(List.of(t.get(0)), search(frames));
    }

    @Test
    void timeRangesAreHalfOpenAndMeetInstants() {
        Asset a = begun("a");
        List<Long> t = added(a, track().during(1000, 2000).make(), track().during(3000, 3000).make());
        Asset unknown = catalog().begin(asset("default", "b", Optional.empty()));
        added(unknown, track().during(1000, 2000).make());
        for (int[] c : new int[][] {
            {0, 1000, 0}, {0, 1001, 1}, {1999, 3000, 1}, {2000, 3000, 0}, {2000, 3001, 2}, {3000, 3001, 2}, {3001, 9000, 0},
            {0, 9000, 3}
        }) {
            TimeRange range = new TimeRange(NOON.plusMillis(c[0]), NOON.plusMillis(c[1]));
            Set<Long> expected = new HashSet<>();
            if ((c[2] & 1) != 0) {
                expected.add(t.get(0));
            }
            if ((c[2] & 2) != 0) {
                expected.add(t.get(1));
            }
            assertEquals(
                    expected, new HashSet<>(search(filter(List.of(range), List.of(), Set.of(), 0))), Arrays.toString(c));
        }
        TimeRange ever = new TimeRange(Instant.MIN, Instant.MAX);
        assertEquals(Set.copyOf(t), new HashSet<>(search(filter(List.of(ever), List.of(), Set.of(), 0))));
        TimeRange first = new TimeRange(NOON, NOON.plusMillis(1500));
        TimeRange last = new TimeRange(NOON.plusMillis(3000), NOON.plusMillis(4000));
        assertEquals(List.of(t.get(1), t.get(0)), search(filter(List.of(first, last), List.of(), Set.of(), 0)));
    }

    @Test
    void theLimitIsCheckedAndKept() {
        added(begun("a"), track().make(), track().make(), track().make());
        assertEquals(2, catalog().search(TrackFilter.of("default"), 2).size());
        for (int wrong : new int[] {0, -1, 100_001}) {
            thrown(ErrorKind.USER_INPUT, () -> catalog().search(TrackFilter.of("default"), wrong));
        }
    }

    @Test
    void vectorsLeadToTheirTracks() {
        Space second = new Space("second", 3);
        Asset asset = begun("a");
        List<Long> t = added(
                asset,
                track().state(MotionState.PARKED).vector(SPACE, axis(0)).vector(second, 0, 0, 1).make(),
                track().vector(SPACE, axis(1)).make(),
                track().make());
        long[] all = catalog().vectorIds(SPACE, TrackFilter.of("default"));
        assertEquals(2, all.length);
        assertTrue(all[0] < all[1]);
        TrackFilter parked = new TrackFilter(
                "default", Set.of(), List.of(), List.of(), Set.of(), 0, Optional.of(MotionState.PARKED), Optional.empty());
        assertArrayEquals(new long[] {all[0]}, catalog().vectorIds(SPACE, parked));
        Map<Long, FoundTrack> found = catalog().tracksOfVectors(SPACE, new long[] {all[1], 4711, all[0]});
        assertEquals(Set.of(all[0], all[1]), found.keySet());
        assertEquals(t.get(0), found.get(all[0]).track().id());
        assertEquals(asset.id(), found.get(all[1]).asset().id());
        assertEquals(1, catalog().vectorIds(second, TrackFilter.of("default")).length);
        assertEquals(0, catalog().vectorIds(new Space("never", 3), TrackFilter.of("default")).length);
        assertEquals(Map.of(), catalog().tracksOfVectors(second, new long[] {all[1]}));
        assertArrayEquals(new float[] {0, 0, 1}, catalog().vector(second, t.get(0)).orElseThrow());
        thrown(ErrorKind.INTERNAL, () -> catalog().vectorIds(new Space("second", 5), TrackFilter.of("default")));
    }

    @Test
    void statusCountsAndSpansTheClock() {
        CatalogStatus empty = catalog().status();
        assertEquals(0, empty.assets());
        assertEquals(Optional.empty(), empty.firstCaptured());
        Asset a = begun("a");
        added(a, track().vector(SPACE, axis(0)).make(), track().make());
        catalog().finish(a.id());
        catalog().begin(asset("default", "b", Optional.of(NOON.plusSeconds(3600))));
        catalog().refuse(new Refusal("default", "/x", "empty", NOON));
        CatalogStatus status = catalog().status();
        assertEquals(2, status.assets());
        assertEquals(1, status.ingesting());
        assertEquals(1, status.moments());
        assertEquals(2, status.tracks());
        assertEquals(1, status.vectors());
        assertEquals(1, status.refusals());
        assertTrue(status.bytes() > 0);
        assertTrue(status.freeBytes() > 0);
        assertEquals(Optional.of(NOON), status.firstCaptured());
        assertEquals(Optional.of(NOON.plusSeconds(3660)), status.lastCaptured());
    }

    @Test
    void theStoreStreamsVectorsAndDeletionsInOrder() {
        Asset a = begun("a");
        Asset b = begun("b");
        added(a, track().vector(SPACE, axis(0)).make(), track().vector(SPACE, axis(1)).make());
        added(b, track().vector(SPACE, axis(2)).make());
        assertEquals(List.of(SPACE), store().spaces());
        assertEquals(3, store().count(SPACE));
        List<StoredVector> all = new ArrayList<>();
        store().forEach(SPACE, 0, all::add);
        long[] ids = all.stream().mapToLong(StoredVector::id).toArray();
        assertArrayEquals(catalog().vectorIds(SPACE, TrackFilter.of("default")), ids);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(axis(i), all.get(i).vector());
        }
        assertArrayEquals(new long[] {ids[2]}, after(ids[1]));
        List<Long> picked = new ArrayList<>();
        store().forEach(SPACE, new long[] {ids[2], 4711, ids[0], ids[2]}, v -> picked.add(v.id()));
        assertEquals(List.of(ids[0], ids[2]), picked);

        VectorStore.Deletions none = store().deletions(SPACE, 0);
        assertEquals(0, none.ids().length);
        catalog().delete(a.id(), "x");
        VectorStore.Deletions two = store().deletions(SPACE, none.last());
        assertEquals(Set.of(ids[0], ids[1]), Set.of(two.ids()[0], two.ids()[1]));
        assertEquals(2, two.ids().length);
        assertEquals(0, store().deletions(SPACE, two.last()).ids().length);
        catalog().delete(b.id(), "x");
        assertArrayEquals(new long[] {ids[2]}, store().deletions(SPACE, two.last()).ids());
        assertEquals(0, store().count(SPACE));
        assertEquals(List.of(), store().spaces());
    }

    private long[] after(long id) {
        List<Long> ids = new ArrayList<>();
        store().forEach(SPACE, id, v -> ids.add(v.id()));
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void segmentsArePublishedTogether() {
        added(begun("a"), track().vector(SPACE, axis(0)).make());
        Segment one = new Segment(SPACE.id(), "one.seg", 1, 10, 1, 10, "aa", "bb");
        Segment two = new Segment(SPACE.id(), "two.seg", 2, 10, 11, 20, "aa", "bb");
        Segment merged = new Segment(SPACE.id(), "three.seg", 3, 20, 1, 20, "cc", "dd");
        assertEquals(List.of(), store().segments(SPACE));
        store().publish(SPACE, List.of(two, one), List.of());
        assertEquals(List.of(one, two), store().segments(SPACE));
        store().publish(SPACE, List.of(merged), List.of(one, two));
        assertEquals(List.of(merged), store().segments(SPACE));
        assertThrows(VireoException.class, () -> store().publish(SPACE, List.of(merged), List.of()));
        assertEquals(List.of(merged), store().segments(SPACE));
        store().publish(SPACE, List.of(), List.of(merged));
        assertEquals(List.of(), store().segments(SPACE));
    }

    private Asset hashed(String domain, String name, MediaKind kind, FrameHash... hashes) {
        NewAsset video = asset(domain, name, Optional.of(NOON));
        MediaInfo info = video.info();
        Asset made = catalog().begin(new NewAsset(
                domain, video.path(), video.sha256(), video.bytes(),
                new MediaInfo(kind, info.container(), info.codec(), info.width(), info.height(), info.durationMs(),
                        info.frameRate(), info.clock()),
                video.clock()));
        catalog().append(made.id(), new Part(60_000, List.of(moment(track().make())), List.of(hashes)));
        return made;
    }

    /** Hashes from {@code fromMs} on, four a second, whose leading bits number them from {@code first}. */
    private static FrameHash[] numbered(long fromMs, int first, int count, long rest) {
        FrameHash[] hashes = new FrameHash[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = new FrameHash(fromMs + i * 250L, ((first + i) * 0x9E37L & 0xffff) << 48 | rest);
        }
        return hashes;
    }

    @Test
    void hashesWithTheSameLeadingBitsAtOneOffsetAlign() {
        Asset whole = hashed("default", "whole", MediaKind.VIDEO, numbered(0, 0, 100, 1));
        Asset cut = hashed("default", "cut", MediaKind.VIDEO, numbered(100, 48, 40, 0xffff_ffffL));
        Asset other = hashed("default", "other", MediaKind.VIDEO, numbered(0, 5000, 100, 1));
        Asset two = hashed("default", "two", MediaKind.VIDEO, numbered(0, 10, 2, 1));
        Asset elsewhere = hashed("garage", "elsewhere", MediaKind.VIDEO, numbered(0, 0, 100, 1));
        List<Alignment> found = catalog().alignments(cut.id(), 10);
        assertEquals(List.of(whole.id()), found.stream().map(Alignment::asset).distinct().toList(), found.toString());
        assertEquals(11_900, found.get(0).offsetMs(), 500);
        assertEquals(40, found.stream().mapToInt(Alignment::votes).sum());
        assertEquals(-11_900, catalog().alignments(whole.id(), 10).get(0).offsetMs(), 500);
        assertEquals(1, catalog().alignments(whole.id(), 1).size());
        assertEquals(List.of(), catalog().alignments(other.id(), 10));
        assertEquals(List.of(), catalog().alignments(two.id(), 10), "two votes are chance");
        assertEquals(List.of(), catalog().alignments(elsewhere.id(), 10));
        thrown(ErrorKind.USER_INPUT, () -> catalog().alignments(cut.id(), 0));
        thrown(ErrorKind.NOT_FOUND, () -> catalog().alignments(999, 10));
    }

    @Test
    void picturesAlignWhenFewBitsDiffer() {
        Asset picture = hashed("default", "a", MediaKind.IMAGE, new FrameHash(0, 0x0123_4567_89ab_cdefL));
        Asset near = hashed("default", "b", MediaKind.IMAGE, new FrameHash(0, 0x0123_4567_89ab_cd10L)); // 8 bits
        hashed("default", "c", MediaKind.IMAGE, new FrameHash(0, 0x8123_4567_89ab_cd10L)); // 9 bits
        hashed("default", "d", MediaKind.VIDEO, new FrameHash(0, 0x0123_4567_89ab_cdefL));
        Asset flat = hashed("default", "e", MediaKind.IMAGE);
        assertEquals(List.of(new Alignment(near.id(), 0, 1)), catalog().alignments(picture.id(), 10));
        assertEquals(List.of(), catalog().alignments(flat.id(), 10));
    }

    @Test
    void twinsAreReadFromBothSidesAndGoWithTheirAsset() {
        Asset first = begun("a");
        Asset second = begun("b");
        Asset third = begun("c");
        Twin ofSecond = new Twin(first.id(), 12_000, 0, 60_000, 0.75);
        catalog().relate(second.id(), List.of(new Twin(third.id(), 1, 0, 10, 0.5)));
        catalog().relate(second.id(), List.of(ofSecond));
        catalog().relate(third.id(), List.of(new Twin(first.id(), -500, 500, 1_000, 1)));
        assertEquals(
                Map.of(
                        first.id(),
                        List.of(new Twin(third.id(), 500, 0, 500, 1), new Twin(second.id(), -12_000, 12_000, 72_000, 0.75)),
                        second.id(),
                        List.of(ofSecond)),
                catalog().twins(List.of(first.id(), second.id(), 999L)));
        catalog().relate(first.id(), List.of(new Twin(second.id(), -12_500, 12_500, 70_000, 0.875)));
        assertEquals(
                List.of(second.id()), catalog().twins(List.of(first.id())).get(first.id()).stream()
                        .map(Twin::asset).filter(a -> a == second.id()).toList(), "told of from both sides is one");
        catalog().delete(second.id(), "x");
        assertEquals(List.of(new Twin(third.id(), 500, 0, 500, 1)), catalog().twins(List.of(first.id())).get(first.id()));
        thrown(ErrorKind.NOT_FOUND, () -> catalog().relate(999, List.of()));
        assertEquals(Map.of(), catalog().twins(List.of()));
    }

    /** Every part is seen whole or not at all, while parts are written. */
    @Test
    void readersSeeWholePartsBesideAWriter() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int r = 0; r < 12; r++) {
                readers.add(pool.submit(() -> {
                    int reads = 0;
                    while (!done.get() || reads == 0) {
                        CatalogStatus status = catalog().status();
                        assertEquals(status.moments() * 3, status.tracks());
                        assertEquals(status.moments() * 2, status.vectors());
                        for (Asset a : catalog().assets(Optional.empty())) {
                            for (Moment m : catalog().moments(a.id())) {
                                assertEquals(3, catalog().tracks(m.id()).size());
                            }
                        }
                        reads++;
                    }
                    return reads;
                }));
            }
            for (int i = 0; i < 20; i++) {
                added(
                        begun("a" + i),
                        track().label(NET, 1, 0.5).vector(SPACE, axis(0)).make(),
                        track().vector(SPACE, axis(1)).make(),
                        track().make());
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() > 0);
            }
        }
        assertEquals(20, catalog().status().moments());
    }
}
