package dev.vireo.query.internal.ranking;

import dev.vireo.api.catalog.Twin;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.HitTwin;
import dev.vireo.query.internal.search.Scored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Puts the same scene of assets that show the same footage together, so that copies do not flood an answer: the best one
 * stands for all and names the others. Two finds are the same scene when they overlap in time, one moved by the offset
 * between the copies, and lie at the same place of the frame then.
 */
final class TwinGroups {
    /** Boxes of one thing in two copies overlap by more than this, in shares of the frame. */
    private static final double SAME_PLACE = 0.3;

    /** One find and the same in copies. */
    record Group(Scored best, List<HitTwin> twins) {}

    private final Map<Long, List<Twin>> twins;

    /** @param twins copies of the assets concerned, by asset */
    TwinGroups(Map<Long, List<Twin>> twins) {
        this.twins = twins;
    }

    /**
     * What lies behind the groups that are shown is compared with these alone, and only with those in copies of its asset.
     *
     * @param sorted best first
     * @return the first {@code top} groups, best first
     */
    List<Group> of(List<Scored> sorted, int top) {
        List<Group> groups = new ArrayList<>();
        Map<Long, List<Integer>> byAsset = new HashMap<>();
        for (Scored one : sorted) {
            OptionalInt home = twins.getOrDefault(one.asset().id(), List.of()).stream()
                    .flatMap(copy -> byAsset.getOrDefault(copy.asset(), List.of()).stream())
                    .filter(g -> same(groups.get(g).best, one))
                    .mapToInt(g -> g)
                    .min();
            if (home.isPresent()) {
                groups.get(home.getAsInt()).twins.add(new HitTwin(one.asset().id(), one.asset().path(), one.moment().id(), one.track().id(),
                        one.startMs(), one.endMs(), one.frameMs(), one.region()));
            } else if (groups.size() < top) {
                byAsset.computeIfAbsent(one.asset().id(), k -> new ArrayList<>()).add(groups.size());
                groups.add(new Group(one, new ArrayList<>()));
            }
        }
        return groups;
    }

    private boolean same(Scored a, Scored b) {
        return twins.getOrDefault(a.asset().id(), List.of()).stream()
                .filter(t -> t.asset() == b.asset().id())
                .anyMatch(t -> same(a, b, t.offsetMs()));
    }

    private static boolean same(Scored a, Scored b, long offset) {
        if (a.startMs() + offset > b.endMs() || b.startMs() > a.endMs() + offset
                || a.region().isPresent() != b.region().isPresent()) {
            return false;
        }
        if (a.region().isEmpty()) {
            return true;
        }
        // Where both were seen: the nearest instant to a's best view that b has too.
        long at = Math.clamp(a.frameMs() + offset, b.track().startMs(), Math.max(b.track().startMs(), b.track().endMs()));
        return share(a, a.track().at(at - offset).box()).iou(share(b, b.track().at(at).box())) >= SAME_PLACE;
    }

    private static Box share(Scored of, Box box) {
        return box.scale(1.0 / of.asset().info().width(), 1.0 / of.asset().info().height());
    }
}
