package dev.vireo.ingest.internal.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Joins standing tracks that turn out to be one object: a detector that wavers between two boxes or labels of it. */
public final class Tracklets {
    private static final double SAME_PLACE_IOU = 0.5;
    private static final double SAME_LABELS = 0.25;

    /** Two objects are seen together; one object has two boxes only now and then. */
    private static final double TOGETHER = 0.25;

    private Tracklets() {}

    /** @param looks how many looks a track keeps */
    public static List<LiveTrack> join(List<LiveTrack> tracks, int looks) {
        List<LiveTrack> result = new ArrayList<>();
        List<LiveTrack> longest = new ArrayList<>(tracks);
        longest.sort(Comparator.comparingInt((LiveTrack t) -> -t.sights().size()));
        for (LiveTrack track : longest) {
            LiveTrack same = null;
            for (LiveTrack other : result) {
                if (other.resting() && same(other, track)) {
                    same = other;
                    break;
                }
            }
            if (same == null) {
                result.add(track);
            } else {
                same.join(track, looks);
            }
        }
        return result;
    }

    private static boolean same(LiveTrack a, LiveTrack b) {
        if ((!b.resting() && b.sights().size() > 1) || a.restBox().iou(b.restBox()) < SAME_PLACE_IOU) {
            return false;
        }
        double labels = 0;
        for (LiveTrack.Sight sight : b.sights()) {
            labels += a.labelLikeness(sight.find());
        }
        if (labels / b.sights().size() < SAME_LABELS) {
            return false;
        }
        Set<Long> times = new HashSet<>();
        a.sights().forEach(s -> times.add(s.timeMs()));
        long together = b.sights().stream().filter(s -> times.contains(s.timeMs())).count();
        return together <= TOGETHER * b.sights().size();
    }
}
