package dev.vireo.ingest.internal.picture;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A good view of a track: its pixels with some of what is around it.
 *
 * @param timeMs position of the frame [ms]
 * @param box the object, in pixels of {@code crop}
 * @param crop the object and its surroundings
 * @param quality larger is better
 * @param exposure of its frame, see {@link ColourNames#exposure}
 */
public record Look(long timeMs, Box box, Image crop, double quality, double exposure) {
    /** What is kept around the object on each side, as a share of its size: the ring that colours are compared with. */
    static final double SURROUNDINGS = 0.5;

    /** What the classifier sees around the object: 30 % on each side raised the mass on the right family from 0.74 to 0.91. */
    static final double MARGIN = 0.3;

    private static final int MAX_SIDE = 384;

    public static Look of(View view, Box box, double quality) {
        Image frame = view.image();
        Box around = box.grow(SURROUNDINGS, frame.width(), frame.height());
        Image crop = frame.crop(around);
        double left = Math.floor(around.x());
        double top = Math.floor(around.y());
        Box inside = new Box(box.x() - left, box.y() - top, box.w(), box.h());
        Image small = Pixels.shrink(crop, MAX_SIDE);
        double scale = small.width() / (double) crop.width();
        return new Look(
                view.timeMs(), scale == 1 ? inside : inside.scale(scale, scale), small, quality, view.exposure());
    }

    /** What is shown to classifiers and encoders. */
    public Image forModels() {
        return crop.crop(box.grow(MARGIN, crop.width(), crop.height()));
    }

    /**
     * How well an object is seen: sure, large, sharp, whole and not hidden.
     *
     * @param covered share of the box that other objects cover, 0 to 1
     */
    public static double quality(Image frame, Box box, double probability, double covered) {
        double size = Math.min(1, Math.sqrt(box.area()) / 128);
        boolean cut = box.x() < 2 || box.y() < 2 || box.x() + box.w() > frame.width() - 2
                || box.y() + box.h() > frame.height() - 2;
        double sharp = Math.min(1, Pixels.sharpness(frame, box) / 20);
        return probability * size * Math.sqrt(0.1 + sharp) * (1 - 0.7 * Math.min(1, covered)) * (cut ? 0.7 : 1);
    }

    /** Whether a look of this time and quality would stay: pixels are copied only for one that does. */
    public static boolean stays(List<Look> looks, long timeMs, double quality, int limit) {
        if (looks.size() < limit) {
            return true;
        }
        List<Look> tried = new ArrayList<>(looks);
        tried.add(new Look(timeMs, looks.get(0).box(), looks.get(0).crop(), quality, 1));
        return worst(tried) < looks.size();
    }

    /** Adds the newest look and drops one when there are too many. */
    public static void keep(List<Look> looks, Look look, int limit) {
        looks.add(look);
        if (looks.size() > limit) {
            looks.remove(worst(looks));
        }
    }

    /** The look that is missed least: poor, or close in time to others, so that what stays is good and spread. */
    private static int worst(List<Look> looks) {
        int worst = 0;
        double least = Double.POSITIVE_INFINITY;
        int last = looks.size() - 1;
        for (int i = 0; i <= last; i++) {
            double before = i == 0 ? 0 : looks.get(i).timeMs() - looks.get(i - 1).timeMs();
            double after = i == last ? 0 : looks.get(i + 1).timeMs() - looks.get(i).timeMs();
            double span = i == 0 || i == last ? 2 * (before + after) : before + after;
            double value = looks.get(i).quality() * Math.sqrt(span);
            if (value < least) {
                least = value;
                worst = i;
            }
        }
        return worst;
    }

    /** Looks of two tracks that turned out to be one. */
    public static List<Look> join(List<Look> a, List<Look> b, int limit) {
        List<Look> all = new ArrayList<>(a);
        all.addAll(b);
        all.sort(Comparator.comparingLong(Look::timeMs));
        List<Look> kept = new ArrayList<>();
        for (Look look : all) {
            keep(kept, look, limit);
        }
        return kept;
    }
}
