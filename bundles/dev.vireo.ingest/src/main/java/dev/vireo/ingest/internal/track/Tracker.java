package dev.vireo.ingest.internal.track;

import dev.vireo.api.media.Box;
import dev.vireo.ingest.internal.model.Find;
import dev.vireo.ingest.internal.picture.Look;
import dev.vireo.ingest.internal.picture.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows objects through sampled frames.
 *
 * <p>The association is ByteTrack's (Zhang et al., ECCV 2022): sure finds are paired with all tracks first, what is left
 * of the tracks is then paired with the unsure finds, and only sure finds begin tracks. Each pairing is an optimal
 * assignment. What is compared had to change: ByteTrack sees 30 frames a second and overlaps of boxes, this tracker sees
 * about one, and a walker's boxes a second apart do not touch. So a pair's likeness is the product of
 * <ul>
 *   <li>nearness of the find to the place expected at constant velocity, a Gaussian of the distance in box diagonals
 *       whose width grows with time (the gate of SORT, Bewley et al. 2016, without its Kalman filter, which has no
 *       frames to settle in),
 *   <li>likeness of size, of colours (two-part histograms) and of labels (against all labels seen so far).
 * </ul>
 * A track that stands still is also matched by overlap with its median place, however long it was not found: a parked car
 * that the detector misses for a minute, or that a lorry hides, stays one track. And where the picture shows the same as
 * when the track was last found, it has not gone anywhere: it takes no find from a neighbour.
 */
public final class Tracker {
    /** Finds at least this sure are paired first. */
    static final double SURE = 0.45;

    /** Finds at least this sure begin a track. */
    public static final double BEGIN = 0.3;

    /** A moving track that was not found for this long is over [ms]. */
    static final long MOVING_GAP_MS = 3_500;

    /** A standing track that was not found for this long is over [ms]. */
    static final long RESTING_GAP_MS = 600_000;

    private static final double LEAST_LIKENESS = 0.12;
    private static final double LEAST_LIKENESS_UNSURE = 0.25;
    private static final double REST_IOU = 0.5;

    /** Where the picture did not change, a track's next find overlaps its last by this at least. */
    private static final double STAYS_IOU = 0.3;

    private final int looks;
    private final List<LiveTrack> live = new ArrayList<>();
    private long steppedMs;

    /** @param looks how many looks a track keeps */
    public Tracker(int looks) {
        this.looks = looks;
    }

    /**
     * Takes in the next frame.
     *
     * @param finds best first
     * @return tracks that are over
     */
    public List<LiveTrack> step(View view, List<Find> finds) {
        long timeMs = view.timeMs();
        steppedMs = timeMs;
        List<LiveTrack> over = expire(timeMs);
        Appearance[] seen = new Appearance[finds.size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = Appearance.of(view.image(), finds.get(i).box());
        }
        boolean[] taken = new boolean[finds.size()];
        boolean[] found = new boolean[live.size()];
        int before = live.size();
        pair(view, finds, seen, taken, found, true);
        pair(view, finds, seen, taken, found, false);
        for (int f = 0; f < finds.size(); f++) {
            if (!taken[f] && finds.get(f).probability() >= BEGIN && !shadow(finds, f, found, before, timeMs)) {
                LiveTrack track = new LiveTrack(timeMs, finds.get(f), seen[f], Patch.of(view.image(), finds.get(f).box()));
                live.add(track);
                look(track, view, finds, f);
            }
        }
        return over;
    }

    /** The picture still shows what the last frame showed, until this time [ms]: what was found there is there. */
    public void still(long untilMs) {
        for (LiveTrack track : live) {
            if (track.last().timeMs() == steppedMs) {
                track.stays(untilMs);
            }
        }
        steppedMs = untilMs;
    }

    /** A track of one find that nothing follows: an image's. */
    public LiveTrack single(View view, List<Find> finds, int f) {
        Box box = finds.get(f).box();
        LiveTrack track = new LiveTrack(
                view.timeMs(), finds.get(f), Appearance.of(view.image(), box), Patch.of(view.image(), box));
        look(track, view, finds, f);
        return track;
    }

    /** Tracks that are still followed. */
    public List<LiveTrack> live() {
        return List.copyOf(live);
    }

    /** All tracks that are still followed; the tracker is empty afterwards. */
    public List<LiveTrack> end() {
        List<LiveTrack> rest = List.copyOf(live);
        live.clear();
        return rest;
    }

    private List<LiveTrack> expire(long timeMs) {
        List<LiveTrack> over = new ArrayList<>();
        for (LiveTrack track : live) {
            long gap = timeMs - track.last().timeMs();
            if (gap > (track.resting() ? RESTING_GAP_MS : MOVING_GAP_MS)) {
                over.add(track);
            }
        }
        live.removeAll(over);
        return over;
    }

    private void pair(
            View view, List<Find> finds, Appearance[] seen, boolean[] taken, boolean[] found, boolean sure) {
        long timeMs = view.timeMs();
        List<Integer> tracks = new ArrayList<>();
        for (int t = 0; t < found.length; t++) {
            if (!found[t]) {
                tracks.add(t);
            }
        }
        List<Integer> offered = new ArrayList<>();
        for (int f = 0; f < finds.size(); f++) {
            if (!taken[f] && (finds.get(f).probability() >= SURE) == sure) {
                offered.add(f);
            }
        }
        double least = sure ? LEAST_LIKENESS : LEAST_LIKENESS_UNSURE;
        double[][] cost = new double[tracks.size()][offered.size()];
        for (int i = 0; i < cost.length; i++) {
            LiveTrack track = live.get(tracks.get(i));
            boolean stays = track.patch().unchanged(view.image());
            for (int j = 0; j < offered.size(); j++) {
                int f = offered.get(j);
                boolean elsewhere = track.last().find().box().iou(finds.get(f).box()) < STAYS_IOU;
                double likeness = stays && elsewhere ? 0 : likeness(track, timeMs, finds.get(f), seen[f]);
                cost[i][j] = -Math.log(Math.max(likeness, 1e-6));
            }
        }
        int[] pairs = Assignment.solve(cost, -Math.log(least));
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] >= 0) {
                int f = offered.get(pairs[i]);
                taken[f] = true;
                found[tracks.get(i)] = true;
                LiveTrack track = live.get(tracks.get(i));
                track.add(timeMs, finds.get(f), seen[f], Patch.of(view.image(), finds.get(f).box()));
                look(track, view, finds, f);
            }
        }
    }

    /** 0 (cannot be the same object) to 1. */
    static double likeness(LiveTrack track, long timeMs, Find find, Appearance seen) {
        double seconds = (timeMs - track.last().timeMs()) / 1000.0;
        double labels = track.labelLikeness(find);
        double colours = track.appearance().likeness(seen);
        double best = 0;
        if (track.resting()) {
            double iou = track.restBox().iou(find.box());
            if (iou >= REST_IOU) {
                // The same place for long: only a change of the thing itself speaks against it.
                best = Math.sqrt(iou) * (0.5 + 0.5 * labels) * (0.3 + 0.7 * colours);
            }
        }
        if (seconds * 1000 <= MOVING_GAP_MS) {
            Box expected = track.expected(seconds);
            Box box = find.box();
            double diagonal = (Math.hypot(expected.w(), expected.h()) + Math.hypot(box.w(), box.h())) / 2;
            double distance =
                    Math.hypot(expected.centreX() - box.centreX(), expected.centreY() - box.centreY()) / diagonal;
            double width = track.knowsVelocity() ? 0.3 + 0.25 * seconds : 0.3 + 0.45 * seconds;
            double near = Math.exp(-distance * distance / (2 * width * width));
            double ratio = Math.log(box.area() / expected.area()) / 0.8;
            double size = Math.exp(-ratio * ratio / 2);
            double overlap = expected.iou(box);
            double same = overlap >= 0.5 ? 0.5 + 0.5 * labels : 0.05 + 0.95 * labels;
            best = Math.max(best, near * size * (0.2 + 0.8 * colours) * same);
        }
        return best;
    }

    /** A second box on a thing that is followed already: mostly inside it, of labels that it has. */
    private boolean shadow(List<Find> finds, int f, boolean[] found, int before, long timeMs) {
        Box box = finds.get(f).box();
        for (int t = 0; t < before; t++) {
            LiveTrack track = live.get(t);
            if (found[t] && track.last().timeMs() == timeMs) {
                Box other = track.last().find().box();
                if (other.intersection(box) > 0.85 * box.area() && finds.get(f).probability() < SURE
                        && track.labelLikeness(finds.get(f)) > 0.5) {
                    return true;
                }
            }
        }
        return false;
    }

    private void look(LiveTrack track, View view, List<Find> finds, int f) {
        Box box = finds.get(f).box();
        double covered = 0;
        for (int i = 0; i < finds.size(); i++) {
            // Of two objects that overlap, the one whose feet are lower in the picture stands in front.
            Box other = finds.get(i).box();
            if (i != f && other.y() + other.h() > box.y() + box.h()) {
                covered = Math.max(covered, box.intersection(other) / box.area());
            }
        }
        double quality = Look.quality(view.image(), box, finds.get(f).probability(), covered);
        if (Look.stays(track.looks(), view.timeMs(), quality, looks)) {
            Look.keep(track.looks(), Look.of(view, box, quality), looks);
        }
    }
}
