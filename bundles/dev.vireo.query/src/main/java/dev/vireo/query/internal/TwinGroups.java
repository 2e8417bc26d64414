package dev.vireo.query.internal;

import dev.vireo.api.catalog.Twin;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.HitTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** @param sorted best first @return the first {@code top} groups, best first */
    List<Group> of(List<Scored> sorted, int top) {
        List<Group> groups = new ArrayList<>();
        for (Scored one : sorted) {
            Optional<Group> home = twins.containsKey(one.asset().id())
                    ? groups.stream().filter(g -> same(g.best, one)).findFirst()
                    : Optional.empty();
            if (home.isPresent()) {
                home.get().twins.add(new HitTwin(one.asset().id(), one.asset().path(), one.moment().id(), one.track().id(),
                        one.startMs(), one.endMs(), one.frameMs(), one.region()));
            } else {
                groups.add(new Group(one, new ArrayList<>()));
            }
        }
        return groups.stream().limit(top).collect(Collectors.toList());
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
