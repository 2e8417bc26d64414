package dev.vireo.query.internal.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.query.internal.search.Scored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TwinGroupsTest {
    private static Scored seen(long id, long asset, long from, long to, Box box) {
        Track track = new Track(id, asset, false, from, to, from, new Motion(MotionState.UNKNOWN, 0, 0), List.of(), List.of(), Quality.CLEAR,
                List.of(new Observation(from, box, 0.5)));
        MediaInfo info = new MediaInfo(MediaKind.VIDEO, "avi", "x", 100, 100, 60_000, 10, Optional.empty());
        Asset of = new Asset(asset, "default", "/" + asset, "0", 1, info, Clock.UNKNOWN, AssetState.READY, 60_000, Instant.EPOCH);
        return new Scored(of, new Moment(asset, asset, 0, 60_000, 0), track, from, to, from, Optional.of(box), List.of(), List.of(), 0.5, 0, true);
    }

    /** Every find compared with all before it, in the order of the list. */
    private static List<List<Long>> byHand(Map<Long, List<Twin>> twins, List<Scored> sorted, int top) {
        List<List<Scored>> groups = new ArrayList<>();
        for (Scored one : sorted) {
            List<Scored> home = groups.stream()
                    .filter(g -> !new TwinGroups(twins).of(List.of(g.get(0), one), 2).get(0).twins().isEmpty())
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.get(groups.size() - 1);
                    });
            home.add(one);
        }
        return groups.stream().limit(top).map(g -> g.stream().map(s -> s.track().id()).toList()).toList();
    }

    @Test
    void eachGroupHoldsWhatComparingAllWithAllPutsThere() {
        Random random = new Random(3);
        int shared = 0;
        for (int round = 0; round < 200; round++) {
            Map<Long, List<Twin>> twins = new HashMap<>();
            for (long a = 1; a < 5; a++) {
                for (long b = a + 1; b < 5; b++) {
                    if (random.nextBoolean()) {
                        Twin twin = new Twin(b, random.nextInt(-5, 5) * 1_000L, 0, 60_000, 0.9);
                        twins.computeIfAbsent(a, k -> new ArrayList<>()).add(twin);
                        twins.computeIfAbsent(b, k -> new ArrayList<>()).add(twin.turned(a));
                    }
                }
            }
            List<Scored> sorted = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                long from = random.nextInt(20) * 1_000L;
                sorted.add(seen(i, random.nextInt(1, 6), from, from + random.nextInt(8) * 1_000L, new Box(random.nextInt(3) * 8, 10, 30, 30)));
            }
            int top = random.nextInt(1, 31);
            List<List<Long>> found = new ArrayList<>();
            for (TwinGroups.Group group : new TwinGroups(twins).of(sorted, top)) {
                List<Long> ids = new ArrayList<>(List.of(group.best().track().id()));
                group.twins().forEach(t -> ids.add(t.track()));
                found.add(ids);
                shared += group.twins().size();
            }
            assertEquals(byHand(twins, sorted, top), found);
        }
        assertTrue(shared > 500, "only " + shared + " finds lay in a group");
    }
}
