package dev.vireo.testkit;

import static dev.vireo.testkit.Tracks.asset;
import static dev.vireo.testkit.Tracks.moment;
import static dev.vireo.testkit.Tracks.track;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.KnownModel;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.TextFilter;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every catalogue must do whose results are made anew. */
public abstract class RenewalsContractTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Space SPACE = new Space("space-1.0.0", 2);
    private static final Makers OLD = new Makers(Set.of("eye@1.0.0"), Set.of("names@1.0.0"), Set.of());
    private static final Makers NEW = new Makers(Set.of("eye@1.1.0"), Set.of("names@1.0.0"), Set.of());

    /** Renewals under test, empty at the start of each test. */
    protected abstract Renewals renewals();

    /** What they renew. */
    protected abstract Catalog catalog();

    /** Its vectors. */
    protected abstract VectorStore vectors();

    private Asset added(String name, Instant captured) {
        Asset asset = catalog().begin(asset("default", name, Optional.of(captured)));
        catalog().append(asset.id(), new Part(20_000, List.of(
                two("eye@1.0.0", 0, 10_000, "EXIT"), two("eye@1.0.0", 10_000, 20_000, "GATE")),
                List.of(new FrameHash(500, 77)), OLD));
        return catalog().finish(asset.id());
    }

    /** A moment with a track that this detector found. */
    private static NewMoment two(String detector, long fromMs, long toMs, String text) {
        NewMoment made = moment(track().during(fromMs, toMs).label(detector, 3, 0.5).vector(SPACE, 1, 0).make());
        return new NewMoment(made.startMs(), made.endMs(), made.keyMs() + 1, made.tracks(),
                List.of(new SeenText(text, new Box(1, 2, 3, 4), fromMs, toMs, 0.9, "reader@1.0.0")));
    }

    private List<FoundTrack> found() {
        return catalog().search(TrackFilter.of("default"), 100);
    }

    private Set<String> detectors(long asset) {
        return found().stream()
                .filter(f -> f.asset().id() == asset)
                .flatMap(f -> f.track().labels().stream())
                .map(l -> l.model())
                .collect(Collectors.toSet());
    }

    @Test
    void itIsKnownWhoMadeWhatAndWhatOfItIsNewest() {
        Asset early = added("early", NOON);
        Asset late = added("late", NOON.plusSeconds(60));
        Asset unknown = catalog().begin(asset("default", "unknown", Optional.of(NOON)));
        catalog().append(unknown.id(), new Part(1_000, List.of(moment(track().make())), List.of()));
        catalog().finish(unknown.id());
        Asset open = catalog().begin(asset("default", "open", Optional.of(NOON)));
        catalog().append(open.id(), new Part(1_000, List.of(moment(track().make())), List.of(), OLD));

        assertEquals(List.of(new Renewals.Made(OLD, 2)), renewals().made());
        assertEquals(late.id(), renewals().next(List.of(OLD), NEW).orElseThrow().id());
        assertEquals(Optional.empty(), renewals().next(List.of(NEW), NEW));
        assertEquals(Optional.empty(), renewals().next(List.of(), NEW));
        renewals().begin(early.id());
        assertEquals(early.id(), renewals().next(List.of(OLD), NEW).orElseThrow().id(), "what was begun comes first");
    }

    @Test
    void swappingWhileFootageComesIsSeen() {
        Asset asset = catalog().begin(asset("default", "a", Optional.of(NOON)));
        catalog().append(asset.id(), new Part(1_000, List.of(moment(track().make())), List.of(), OLD));
        catalog().append(asset.id(), new Part(2_000, List.of(moment(track().make())), List.of(), NEW));
        catalog().finish(asset.id());
        assertEquals(List.of(new Renewals.Made(OLD.and(NEW), 1)), renewals().made());
        assertTrue(OLD.and(NEW).outdated(NEW, Set.of(Makers.Family.DETECTOR)), "a part of it was made by the old one");
    }

    @Test
    void nobodySeesADraft() {
        Asset asset = added("a", NOON);
        var status = catalog().status();
        renewals().begin(asset.id());
        renewals().append(asset.id(), new Part(20_000, List.of(two("eye@1.1.0", 0, 20_000, "DRAFT")), List.of(), NEW));

        assertEquals(Set.of("eye@1.0.0"), detectors(asset.id()));
        assertEquals(2, found().size());
        assertEquals(List.of(asset.id()), catalog().assets(Optional.empty()).stream().map(Asset::id).toList());
        assertEquals(status.assets(), catalog().status().assets());
        assertEquals(0, catalog().status().ingesting());
        assertEquals(2, catalog().vectorIds(SPACE, TrackFilter.of("default")).length);
        assertEquals(List.of(), catalog().search(new TextFilter("default", Set.of(), List.of(), "draft"), 10));
        assertEquals(3, vectors().count(SPACE), "indexes take it in before it is seen");
        assertEquals(List.of(new Renewals.Made(OLD, 1)), renewals().made());
        assertEquals(new Renewals.Draft(NEW, 20_000), renewals().begin(asset.id()), "it goes on where it was");
    }

    @Test
    void aDraftTakesThePlaceOfWhatWasThere() {
        Asset other = added("other", NOON);
        Asset asset = added("a", NOON);
        catalog().relate(asset.id(), List.of(new Twin(other.id(), 0, 0, 10_000, 0.9)));
        List<Moment> before = catalog().moments(asset.id());
        Track gone = catalog().tracks(before.get(0).id()).get(0);
        renewals().begin(asset.id());
        renewals().append(asset.id(), new Part(10_000, List.of(two("eye@1.1.0", 0, 10_000, "EXIT 2")), List.of(), NEW));
        renewals().append(asset.id(), new Part(20_000, List.of(
                two("eye@1.1.0", 10_000, 14_000, "x"), two("eye@1.1.0", 14_000, 20_000, "y")), List.of(), NEW));
        // The clock is corrected while it is looked at again.
        Instant corrected = NOON.plusSeconds(3_600);
        catalog().offer(asset.id(), new OfferedClock(new Clock(ClockSource.ADMIN, 1, Optional.of(corrected)), "by hand"));

        assertEquals(new Renewals.Renewed(1, 2, 1), renewals().complete(asset.id()));

        List<Moment> after = catalog().moments(asset.id());
        assertEquals(3, after.size());
        assertEquals(before.get(0).id(), after.get(0).id(), "the same interval keeps its id");
        assertEquals(Set.of("eye@1.1.0"), detectors(asset.id()));
        assertEquals(Set.of("eye@1.0.0"), detectors(other.id()));
        assertEquals(List.of("EXIT 2"), catalog().texts(after.get(0).id()).stream().map(SeenText::text).toList());
        assertEquals(corrected, catalog().asset(asset.id()).orElseThrow().clock().start().orElseThrow());
        assertEquals(5, vectors().count(SPACE));
        assertEquals(5, catalog().vectorIds(SPACE, TrackFilter.of("default")).length);
        assertEquals(List.of(new FrameHash(500, 77)), catalog().hashes(asset.id()));
        assertEquals(1, catalog().twins(List.of(asset.id())).get(asset.id()).size());
        assertEquals(Map.of(OLD, 1L, NEW, 1L), renewals().made().stream()
                .collect(Collectors.toMap(Renewals.Made::by, Renewals.Made::assets)));
        String replaced = catalog().removal(Removal.Kind.MOMENT, before.get(1).id()).orElseThrow().reason();
        assertTrue(replaced.contains("eye@1.1.0") && replaced.contains("m" + after.get(2).id() + " shows it now"), replaced);
        String track = catalog().removal(Removal.Kind.TRACK, gone.id()).orElseThrow().reason();
        assertTrue(track.contains("m" + after.get(0).id() + " shows it now"), track);
        assertEquals(Optional.empty(), catalog().removal(Removal.Kind.MOMENT, before.get(0).id()));
        assertEquals(ErrorKind.INTERNAL, assertThrows(VireoException.class, () -> renewals().complete(asset.id())).kind());
    }

    @Test
    void aQuestionReadsOneInstant() {
        Asset asset = added("a", NOON);
        renewals().begin(asset.id());
        renewals().append(asset.id(), new Part(20_000, List.of(two("eye@1.1.0", 0, 20_000, "x")), List.of(), NEW));
        long[] old = catalog().snapshot(() -> catalog().vectorIds(SPACE, TrackFilter.of("default")));
        assertEquals(2, old.length);
        catalog().snapshot(() -> {
            assertEquals(Set.of("eye@1.0.0"), detectors(asset.id()));
            elsewhere(() -> renewals().complete(asset.id()));
            // A question that began afterwards brings an index up to date: what this one reads stays in it.
            elsewhere(() -> catalog().snapshot(() -> {
                assertEquals(Set.of("eye@1.1.0"), detectors(asset.id()));
                assertArrayEquals(new long[0], vectors().deletions(SPACE, 0).ids());
                return null;
            }));
            assertArrayEquals(old, catalog().vectorIds(SPACE, TrackFilter.of("default")));
            assertEquals(Set.of("eye@1.0.0"), detectors(asset.id()));
            assertEquals(2, catalog().moments(asset.id()).size());
            return catalog().snapshot(() -> catalog().tracks(catalog().moments(asset.id()).get(1).id()));
        });
        assertEquals(Set.of("eye@1.1.0"), detectors(asset.id()));
        assertArrayEquals(old, LongStream.of(vectors().deletions(SPACE, 0).ids()).sorted().toArray());
        assertEquals("not of the catalogue", assertThrows(IllegalStateException.class, () -> catalog().snapshot(() -> {
            throw new IllegalStateException("not of the catalogue");
        })).getMessage());
    }

    /** On a thread of its own, to its end. */
    private static void elsewhere(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread.startVirtualThread(task);
        try {
            task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsRemovedMeanwhileLeavesNothing() {
        Asset asset = added("a", NOON);
        renewals().begin(asset.id());
        renewals().append(asset.id(), new Part(20_000, List.of(two("eye@1.1.0", 0, 20_000, "x")), List.of(), NEW));
        assertEquals(List.of(asset.sha256()), catalog().delete(asset.id(), "it is not wanted"), "the draft does not hold its bytes");
        assertEquals(0, vectors().count(SPACE));
        assertEquals(0, catalog().status().moments());
        Part more = new Part(30_000, List.of(two("eye@1.1.0", 20_000, 30_000, "x")), List.of(), NEW);
        assertEquals(ErrorKind.NOT_FOUND, assertThrows(VireoException.class, () -> renewals().append(asset.id(), more)).kind());
    }

    @Test
    void draftsThatNobodyWantsAnyMoreAreForgotten() {
        Asset asset = added("a", NOON);
        renewals().begin(asset.id());
        renewals().append(asset.id(), new Part(10_000, List.of(two("eye@1.1.0", 0, 10_000, "x")), List.of(), NEW));
        renewals().tidy(List.of(OLD));
        assertEquals(new Renewals.Draft(NEW, 10_000), renewals().begin(asset.id()));
        renewals().tidy(List.of());
        assertEquals(2, vectors().count(SPACE));
        assertEquals(new Renewals.Draft(Makers.NONE, 0), renewals().begin(asset.id()));
    }

    @Test
    void failuresAreForTheModelsThatFailed() {
        Asset asset = added("a", NOON);
        renewals().begin(asset.id());
        renewals().append(asset.id(), new Part(10_000, List.of(two("eye@1.1.0", 0, 10_000, "x")), List.of(), NEW));
        renewals().fail(asset.id(), NEW, "its bytes are gone");
        assertEquals(2, vectors().count(SPACE), "nothing is left of the draft");
        assertEquals(Optional.empty(), renewals().next(List.of(OLD), NEW));
        assertEquals("its bytes are gone", renewals().failures(NEW, 10).getFirst().reason());
        Makers newer = new Makers(Set.of("eye@1.2.0"), Set.of("names@1.0.0"), Set.of());
        assertEquals(asset.id(), renewals().next(List.of(OLD), newer).orElseThrow().id());
        renewals().retry();
        assertEquals(asset.id(), renewals().next(List.of(OLD), NEW).orElseThrow().id());
        assertEquals(Set.of("eye@1.0.0"), detectors(asset.id()));
    }

    @Test
    void labelsOfWhoWasReplacedCanBeReadUntilNothingIsLeftOfThem() {
        Vocabulary words = new Vocabulary("words",
                List.of(new Label(0, "cat", "02121620", List.of("kitty"), List.of("猫")), new Label(1, "thing", "", List.of(), List.of())),
                Map.of("02121620", new Concept("02121620", List.of("cat"), List.of("猫"), List.of("02120997")),
                        "02120997", new Concept("02120997", List.of("feline"), List.of(), List.of())),
                Set.of("02120997"));
        renewals().remember(List.of(new KnownModel("eye@1.0.0", Makers.Family.DETECTOR, words)));
        Asset asset = added("a", NOON);
        assertEquals(List.of(), catalog().past(OLD), "it is live");
        assertEquals(List.of(), catalog().past(new Makers(Set.of(), Set.of("names@1.0.0"), Set.of())), "it went, and nobody took its place");
        KnownModel past = catalog().past(NEW).getFirst();
        assertEquals("eye@1.0.0", past.ref());
        assertEquals(words.labels(), past.vocabulary().labels());
        assertEquals(words.concepts(), past.vocabulary().concepts());
        assertTrue(past.vocabulary().covers("02121620") && past.vocabulary().isBelow("02121620", "02120997"));
        renewals().begin(asset.id());
        renewals().append(asset.id(), new Part(20_000, List.of(two("eye@1.1.0", 0, 20_000, "x")), List.of(), NEW));
        renewals().complete(asset.id());
        assertEquals(List.of(), catalog().past(NEW));
    }

    @Test
    void whatPeopleDecidedIsRemembered() {
        assertEquals(new Renewals.Control(false, Optional.empty()), renewals().control());
        renewals().control(new Renewals.Control(true, Optional.of(NEW)));
        assertEquals(new Renewals.Control(true, Optional.of(NEW)), renewals().control());
    }

    @Test
    void whatOnlyWentAwayMakesNothingOutdated() {
        Set<Makers.Family> both = Set.of(Makers.Family.DETECTOR, Makers.Family.CLASSIFIER);
        Makers two = new Makers(Set.of("eye@1.0.0", "nose@1.0.0"), Set.of("names@1.0.0"), Set.of());
        assertTrue(!two.outdated(OLD, both));
        assertTrue(OLD.outdated(two, both));
        assertTrue(OLD.outdated(NEW, both) && NEW.outdated(OLD, both));
        assertTrue(!OLD.outdated(NEW, Set.of(Makers.Family.CLASSIFIER)));
        assertTrue(!OLD.outdated(Makers.NONE, both), "nobody is live who could do it");
        assertTrue(Makers.NONE.outdated(OLD, both), "nobody was live");
    }
}
