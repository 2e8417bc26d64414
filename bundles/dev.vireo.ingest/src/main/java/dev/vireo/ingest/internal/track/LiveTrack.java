package dev.vireo.ingest.internal.track;

import dev.vireo.api.media.Box;
import dev.vireo.ingest.internal.model.Find;
import dev.vireo.ingest.internal.picture.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One object while it is followed. Used by one thread. */
public final class LiveTrack {
    private static final float NEWEST_SHARE = 0.3f;
    private static final double VELOCITY_SHARE = 0.6;
    private static final int REST_MEMORY = 15;

    /** A find that became part of the track. */
    public record Sight(long timeMs, Find find) {}

    private final List<Sight> sights = new ArrayList<>();
    private List<Look> looks = new ArrayList<>();
    private final Map<String, Map<Integer, Double>> mass = new HashMap<>();
    private Appearance appearance;
    private Patch patch;
    private double velocityX;
    private double velocityY;
    private boolean resting;
    private Box restBox;

    LiveTrack(long timeMs, Find find, Appearance appearance, Patch patch) {
        this.appearance = appearance;
        this.patch = patch;
        this.restBox = find.box();
        sights.add(new Sight(timeMs, find));
        addMass(find);
    }

    void add(long timeMs, Find find, Appearance seen, Patch place) {
        patch = place;
        Sight last = last();
        double seconds = Math.max(0.001, (timeMs - last.timeMs()) / 1000.0);
        double vx = (find.box().centreX() - last.find().box().centreX()) / seconds;
        double vy = (find.box().centreY() - last.find().box().centreY()) / seconds;
        double share = sights.size() == 1 ? 1 : VELOCITY_SHARE;
        velocityX += share * (vx - velocityX);
        velocityY += share * (vy - velocityY);
        appearance = appearance.mix(seen, NEWEST_SHARE);
        sights.add(new Sight(timeMs, find));
        addMass(find);
        rest();
    }

    /** It is still where it was last found. */
    void stays(long timeMs) {
        velocityX = 0;
        velocityY = 0;
        sights.add(new Sight(timeMs, last().find()));
        rest();
    }

    private void addMass(Find find) {
        find.scores().forEach((model, labels) -> {
            Map<Integer, Double> sums = mass.computeIfAbsent(model, _ -> new HashMap<>());
            labels.forEach((label, p) -> sums.merge(label, p, Double::sum));
        });
    }

    /** Where it stands, if it stands: the median of its newest boxes, when they keep within a fifth of the diagonal. */
    private void rest() {
        int from = Math.max(0, sights.size() - REST_MEMORY);
        int n = sights.size() - from;
        double[] x = new double[n];
        double[] y = new double[n];
        double[] w = new double[n];
        double[] h = new double[n];
        for (int i = 0; i < n; i++) {
            Box b = sights.get(from + i).find().box();
            x[i] = b.centreX();
            y[i] = b.centreY();
            w[i] = b.w();
            h[i] = b.h();
        }
        double width = MotionMeasure.median(w);
        double height = MotionMeasure.median(h);
        double cx = MotionMeasure.median(x);
        double cy = MotionMeasure.median(y);
        double[] off = new double[n];
        for (int i = 0; i < n; i++) {
            off[i] = Math.hypot(x[i] - cx, y[i] - cy);
        }
        restBox = new Box(cx - width / 2, cy - height / 2, width, height);
        resting = n >= 2 && MotionMeasure.median(off) * 2 <= 0.2 * Math.hypot(width, height)
                && sights.get(sights.size() - 1).find().box().iou(restBox) > 0.4;
    }

    /** Takes in a track that turned out to be the same object. */
    void join(LiveTrack other, int looksLimit) {
        sights.addAll(other.sights);
        sights.sort((a, b) -> Long.compare(a.timeMs(), b.timeMs()));
        // Seen twice in one frame: the surer box is the object.
        for (int i = sights.size() - 1; i > 0; i--) {
            if (sights.get(i).timeMs() == sights.get(i - 1).timeMs()) {
                boolean first = sights.get(i - 1).find().probability() >= sights.get(i).find().probability();
                sights.remove(first ? i : i - 1);
            }
        }
        looks = Look.join(looks, other.looks, looksLimit);
        other.mass.forEach((model, labels) -> labels.forEach((label, p) ->
                mass.computeIfAbsent(model, _ -> new HashMap<>()).merge(label, p, Double::sum)));
        rest();
    }

    public List<Sight> sights() {
        return sights;
    }

    public List<Look> looks() {
        return looks;
    }

    public Sight last() {
        return sights.get(sights.size() - 1);
    }

    public long startMs() {
        return sights.get(0).timeMs();
    }

    /** The place where it was last found, as it looked then. */
    Patch patch() {
        return patch;
    }

    Appearance appearance() {
        return appearance;
    }

    boolean resting() {
        return resting;
    }

    Box restBox() {
        return restBox;
    }

    double best() {
        double best = 0;
        for (Sight s : sights) {
            best = Math.max(best, s.find().probability());
        }
        return best;
    }

    /** Where it should be after {@code seconds}: constant velocity, fading, since nobody walks on for ever unseen. */
    Box expected(double seconds) {
        Box box = last().find().box();
        if (sights.size() < 2 || resting) {
            return box;
        }
        double reach = 1.5 * (1 - Math.exp(-seconds / 1.5));
        double t = seconds <= 1 ? seconds : Math.max(1, reach);
        return new Box(box.x() + velocityX * t, box.y() + velocityY * t, box.w(), box.h());
    }

    /** Whether there is more than a single place to go by. */
    boolean knowsVelocity() {
        return sights.size() >= 2;
    }

    /** How much a find's labels agree with what was seen so far: 0 (nothing in common) to 1; 0.7 when no model saw both. */
    double labelLikeness(Find find) {
        double sum = 0;
        int models = 0;
        for (var entry : find.scores().entrySet()) {
            Map<Integer, Double> own = mass.get(entry.getKey());
            if (own == null) {
                continue;
            }
            double ownTotal = total(own);
            double otherTotal = total(entry.getValue());
            double common = 0;
            for (var score : entry.getValue().entrySet()) {
                common += Math.min(score.getValue() / otherTotal, own.getOrDefault(score.getKey(), 0.0) / ownTotal);
            }
            sum += common;
            models++;
        }
        return models == 0 ? 0.7 : sum / models;
    }

    private static double total(Map<Integer, Double> scores) {
        double sum = 0;
        for (double p : scores.values()) {
            sum += p;
        }
        return Math.max(sum, 1e-9);
    }
}
