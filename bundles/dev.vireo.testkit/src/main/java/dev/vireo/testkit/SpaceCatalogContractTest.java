package dev.vireo.testkit;

import static dev.vireo.testkit.Tracks.asset;
import static dev.vireo.testkit.Tracks.moment;
import static dev.vireo.testkit.Tracks.track;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Gap;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.media.Box;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every catalogue of spaces must do. */
public abstract class SpaceCatalogContractTest {
    private static final Space OLD = new Space("old-1.0.0", 2);
    private static final Space NEW = new Space("new-2.0.0", 3);
    private static final Space THIRD = new Space("third-1.0.0", 2);
    private static final Optional<String> EVERY = Optional.empty();

    /** The catalogue under test, empty at the start of each test. */
    protected abstract SpaceCatalog spaces();

    /** What it is about. */
    protected abstract Catalog catalog();

    /** Its vectors. */
    protected abstract VectorStore vectors();

    private long add(String domain, String name, NewTrack... tracks) {
        Asset asset = catalog().begin(asset(domain, name, Optional.empty()));
        catalog().append(asset.id(), new Part(1_000, List.of(moment(tracks)), List.of()));
        catalog().finish(asset.id());
        return asset.id();
    }

    private static NewTrack in(Space space, float... vector) {
        return track().vector(space, vector).make();
    }

    private List<String> serving(String domain) {
        return spaces().serving(domain).stream().map(Space::id).toList();
    }

    private StoredSpace space(Space space) {
        return spaces().space(space.id()).orElseThrow();
    }

    private void complete(Space space) {
        spaces().build(space, "maker@1");
        for (Gap gap : spaces().gaps(space, 0, 100)) {
            float[] vector = new float[space.dimension()];
            vector[0] = 1;
            spaces().fill(space, Map.of(gap.track(), vector));
        }
        spaces().ready(space);
    }

    @Test
    public void aNewHomeIsServedByWhatIsLive() {
        assertEquals(List.of(), spaces().serving("default"));
        assertEquals(List.of(OLD), spaces().adopt(Map.of(OLD, "old@1")));
        assertEquals(List.of("old-1.0.0"), serving("default"));
        assertEquals(List.of("old-1.0.0"), serving("another"));
        assertEquals(SpaceState.SERVING, space(OLD).state());
        assertEquals("old@1", space(OLD).encoder());
        assertEquals(Set.of(SpaceCatalog.EVERY_DOMAIN), space(OLD).domains());
        spaces().adopt(Map.of(NEW, "new@2"));
        assertEquals(List.of("old-1.0.0"), serving("default"), "what comes later serves nobody by itself");
        assertEquals(List.of(OLD), spaces().kept());
    }

    @Test
    public void anOlderHomeKeepsItsSpaceIfItsEncoderIsThere() {
        add("default", "a", in(OLD, 1, 0));
        add("default", "b", in(THIRD, 1, 0));
        spaces().adopt(Map.of(NEW, "new@2"));
        assertEquals(List.of(), serving("default"), "vectors of another encoder are no ground for this one");
        assertEquals(List.of(OLD, THIRD), spaces().kept());
        spaces().adopt(Map.of(NEW, "new@2", OLD, "old@1"));
        assertEquals(List.of("old-1.0.0"), serving("default"));
        assertEquals(SpaceState.RETAINED, space(THIRD).state());
        assertTrue(spaces().space(NEW.id()).isEmpty());
    }

    @Test
    public void whatIsMissingIsWhatHasNoVector() {
        spaces().adopt(Map.of(OLD, "old@1"));
        long first = add("default", "a", in(OLD, 1, 0), in(OLD, 0, 1));
        add("yard", "b", in(OLD, 1, 0));
        spaces().build(NEW, "new@2");
        assertEquals(SpaceState.BUILDING, space(NEW).state());
        assertEquals(3, space(NEW).missing());
        List<Gap> gaps = spaces().gaps(NEW, 0, 10);
        assertEquals(3, gaps.size());
        assertEquals(List.of("default", "default", "yard"), gaps.stream().map(Gap::domain).toList());
        assertEquals(new Box(11, 21, 30, 40), gaps.getFirst().box(), "the place at the time of the best view");
        assertEquals(500, gaps.getFirst().keyMs());
        assertEquals(List.of(gaps.get(1)), spaces().gaps(NEW, gaps.get(0).track(), 1));

        long done = gaps.get(0).track();
        assertEquals(1, spaces().fill(NEW, Map.of(done, new float[] {0, 1, 0}, 9_999L, new float[] {1, 0, 0})), "one is gone");
        assertEquals(0, spaces().fill(NEW, Map.of(done, new float[] {1, 0, 0})), "it has one");
        assertArrayEquals(new float[] {0, 1, 0}, catalog().vector(NEW, done).orElseThrow());
        assertEquals(1, vectors().count(NEW));
        assertEquals(1, catalog().vectorIds(NEW, TrackFilter.of("default")).length);
        assertEquals(2, space(NEW).missing());
        Callers.assertRefused(ErrorKind.INTERNAL, () -> spaces().fill(NEW, Map.of(gaps.get(1).track(), new float[] {3, 0, 0})));

        spaces().fault(NEW, gaps.get(1).track(), "the file is cut");
        spaces().fault(NEW, 9_999, "never was");
        assertEquals(1, space(NEW).missing());
        assertEquals(1, space(NEW).faults());
        assertEquals(List.of(new SpaceCatalog.Fault(first, "/footage/a", "the file is cut", 1)), spaces().faults(NEW, 10));
        assertEquals(List.of(gaps.get(2)), spaces().gaps(NEW, 0, 10));
        spaces().retry(NEW);
        assertEquals(2, space(NEW).missing());

        catalog().delete(first, "test");
        assertEquals(1, space(NEW).missing());
        Callers.assertRefused(ErrorKind.NOT_FOUND, () -> spaces().gaps(THIRD, 0, 10));
        Callers.assertRefused(ErrorKind.USER_INPUT, () -> spaces().build(OLD, "old@1"));
    }

    @Test
    public void aDomainIsCutOverAloneAndBack() {
        spaces().adopt(Map.of(OLD, "old@1"));
        add("default", "a", in(OLD, 1, 0));
        spaces().build(NEW, "new@2");
        Callers.assertRefused(ErrorKind.USER_INPUT, () -> spaces().cutOver(NEW, EVERY));
        Callers.assertRefused(ErrorKind.USER_INPUT, () -> spaces().back(EVERY));
        complete(NEW);
        assertEquals(SpaceState.READY, space(NEW).state());

        spaces().cutOver(NEW, Optional.of("yard"));
        assertEquals(List.of("new-2.0.0"), serving("yard"));
        assertEquals(List.of("old-1.0.0"), serving("default"));
        assertEquals(SpaceState.SERVING, space(NEW).state());
        assertEquals(Set.of("yard"), space(NEW).domains());
        Callers.assertRefused(ErrorKind.USER_INPUT, () -> spaces().cutOver(NEW, Optional.of("yard")));
        assertEquals(List.of(OLD), spaces().before(Optional.of("yard")));
        assertEquals(List.of(OLD), spaces().back(Optional.of("yard")));
        assertEquals(List.of("old-1.0.0"), serving("yard"));
        assertEquals(SpaceState.RETAINED, space(NEW).state());
        assertEquals(List.of(NEW), spaces().back(Optional.of("yard")), "a second time undoes the first");

        spaces().cutOver(NEW, EVERY);
        assertEquals(List.of("new-2.0.0"), serving("default"));
        assertEquals(SpaceState.RETAINED, space(OLD).state());
        spaces().back(EVERY);
        assertEquals(List.of("old-1.0.0"), serving("default"));
        assertEquals(List.of("new-2.0.0"), serving("yard"), "as it was before the change of all");
    }

    @Test
    public void aDroppedSpaceIsGoneWithAllThatBelongsToIt() {
        spaces().adopt(Map.of(OLD, "old@1"));
        long asset = add("default", "a", in(OLD, 1, 0), in(OLD, 0, 1));
        complete(NEW);
        spaces().report(NEW, report());
        long[] ids = catalog().vectorIds(NEW, TrackFilter.of("default"));
        vectors().publish(NEW, List.of(new Segment(NEW.id(), "1.seg", 1, 2, ids[0], ids[1], "aa", "bb")), List.of());
        Callers.assertRefused(ErrorKind.USER_INPUT, () -> spaces().drop(OLD));
        spaces().cutOver(NEW, EVERY);
        assertEquals(2L * 2 * Float.BYTES, spaces().drop(OLD));
        assertEquals(List.of(NEW), spaces().kept());
        assertEquals(List.of(NEW), vectors().spaces());
        assertEquals(0, vectors().count(OLD));
        Callers.assertRefused(ErrorKind.USER_INPUT, () -> spaces().back(EVERY));
        assertEquals(1, vectors().segments(NEW).size());

        complete(OLD); // it may come again
        spaces().cutOver(OLD, EVERY);
        assertEquals(2L * 3 * Float.BYTES, spaces().drop(NEW));
        assertEquals(List.of(), vectors().segments(NEW));
        assertEquals(2, vectors().count(OLD));
        assertEquals(2, catalog().tracks(catalog().moments(asset).getFirst().id()).size());
    }

    @Test
    public void vectorsOfASpaceThatNobodyAskedForAreSwept() {
        spaces().adopt(Map.of(OLD, "old@1"));
        add("default", "a", in(OLD, 1, 0), in(THIRD, 0, 1));
        assertEquals(List.of(OLD), spaces().kept());
        assertEquals(2L * Float.BYTES, spaces().sweep());
        assertEquals(List.of(OLD), vectors().spaces());
        assertEquals(0, spaces().sweep());
    }

    private static SpaceReport report() {
        return new SpaceReport(Instant.ofEpochMilli(1_000), "default", List.of("old-1.0.0", "third"), 3, 20, 0.75, 0.5, 0.8,
                new SpaceReport.Times(4, 9.5), new SpaceReport.Times(5, 11),
                List.of(new SpaceReport.Difference("a muddy path", 0.1), new SpaceReport.Difference("dusk", 0.6)));
    }

    @Test
    public void theNewestReportIsKept() {
        spaces().build(NEW, "new@2");
        assertEquals(Optional.empty(), spaces().report(NEW));
        spaces().report(NEW, report());
        spaces().report(NEW, report());
        assertEquals(Optional.of(report()), spaces().report(NEW));
    }
}
