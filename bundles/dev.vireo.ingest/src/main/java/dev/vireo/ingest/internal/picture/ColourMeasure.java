package dev.vireo.ingest.internal.picture;

import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Colour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How much of an object is of which colour.
 *
 * <p>A box holds background too. Each pixel of the box weighs
 * <ol>
 *   <li>by place: a Gaussian around the middle of the box, about 0.15 in its corners,
 *   <li>by colour: the share of its colour in the box that background does not explain. With H the histogram of the box
 *       (weighted by place) and R that of the ring around it, 8 × 8 × 8 RGB bins, the box is taken for a mixture
 *       H = βR + (1 − β)O of ring and object, and a pixel weighs (H − βR) / H. β is the largest share that leaves O
 *       positive for three quarters of the ring, at most 0.35.
 * </ol>
 * The limit of β keeps a grey car on a grey road grey: what the ring shares with the object is lessened, not removed.
 * The shares of several looks are averaged by quality. Naming is {@link ColourNames}'. Thread-safe: files and streams share it.
 */
public final class ColourMeasure {
    /** Shares below this are left out: noise, reflections, compression. */
    private static final double LEAST = 0.03;

    private static final int BINS = 512;

    /** About what the corners of a well fitting box come to; more, and an object that looks like its ground vanishes. */
    private static final double LARGEST_BACKGROUND = 0.35;

    private final ConcurrentMap<Double, ColourNames> names = new ConcurrentHashMap<>();

    /** Colours of an object over its looks, largest first, summing to at most 1. */
    public List<ColourShare> of(List<Look> looks) {
        double[] sums = new double[ColourNames.TERMS];
        double weights = 0;
        for (Look look : looks) {
            double weight = Math.max(1e-3, look.quality());
            double[] shares = shares(look.crop(), look.box(), look.exposure());
            for (int t = 0; t < sums.length; t++) {
                sums[t] += weight * shares[t];
            }
            weights += weight;
        }
        return largest(sums, weights);
    }

    /** Adds a whole frame's shares to {@code sums}: every pixel counts alike. */
    public void addFrame(View view, double[] sums) {
        ColourNames naming = names.computeIfAbsent(view.exposure(), ColourNames::new);
        Image image = view.image();
        double[] own = new double[ColourNames.TERMS];
        int n = 0;
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3) {
                naming.add(image.rgb(), (y * image.width() + x) * 3, 1, own);
                n++;
            }
        }
        for (int t = 0; t < sums.length; t++) {
            sums[t] += own[t] / n;
        }
    }

    public static List<ColourShare> largest(double[] sums, double weights) {
        List<ColourShare> result = new ArrayList<>();
        for (Colour colour : Colour.values()) {
            double share = sums[colour.ordinal()] / weights;
            if (share >= LEAST) {
                result.add(new ColourShare(colour, Math.min(1, share)));
            }
        }
        result.sort(Comparator.comparingDouble((ColourShare s) -> -s.fraction()));
        return result;
    }

    /** Shares by {@code Colour.ordinal()}, summing to 1. */
    double[] shares(Image crop, Box box, double exposure) {
        ColourNames naming = names.computeIfAbsent(exposure, ColourNames::new);
        int width = crop.width();
        int height = crop.height();
        byte[] rgb = crop.rgb();
        int left = (int) Math.max(0, Math.floor(box.x()));
        int top = (int) Math.max(0, Math.floor(box.y()));
        int right = (int) Math.min(width, Math.ceil(box.x() + box.w()));
        int bottom = (int) Math.min(height, Math.ceil(box.y() + box.h()));
        // A margin beside the box belongs to neither: boxes are not exact.
        double slackX = box.w() * 0.08;
        double slackY = box.h() * 0.08;
        double[] inside = new double[BINS];
        double[] ring = new double[BINS];
        double insideTotal = 0;
        double ringTotal = 0;
        for (int y = 0; y < height; y++) {
            boolean rowIn = y >= top && y < bottom;
            boolean rowNear = y >= top - slackY && y < bottom + slackY;
            for (int x = 0; x < width; x++) {
                int p = (y * width + x) * 3;
                if (rowIn && x >= left && x < right) {
                    double weight = place(x, y, box);
                    inside[bin(rgb, p)] += weight;
                    insideTotal += weight;
                } else if (!(rowNear && x >= left - slackX && x < right + slackX)) {
                    ring[bin(rgb, p)]++;
                    ringTotal++;
                }
            }
        }
        double[] own = own(inside, insideTotal, ring, ringTotal);
        double[] sums = new double[ColourNames.TERMS];
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int p = (y * width + x) * 3;
                naming.add(rgb, p, place(x, y, box) * own[bin(rgb, p)], sums);
            }
        }
        double total = 0;
        for (double s : sums) {
            total += s;
        }
        for (int t = 0; t < sums.length; t++) {
            sums[t] /= Math.max(total, 1e-9);
        }
        return sums;
    }

    /** For each bin the share of its pixels that belongs to the object. */
    private static double[] own(double[] inside, double insideTotal, double[] ring, double ringTotal) {
        double[] own = new double[BINS];
        java.util.Arrays.fill(own, 1);
        if (ringTotal == 0 || insideTotal == 0) {
            return own;
        }
        record Bin(double ratio, double mass) {}
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            if (ring[i] > 0) {
                double mass = ring[i] / ringTotal;
                bins.add(new Bin(inside[i] / insideTotal / mass, mass));
            }
        }
        bins.sort(Comparator.comparingDouble(Bin::ratio));
        double beta = LARGEST_BACKGROUND;
        double passed = 0;
        for (Bin bin : bins) {
            passed += bin.mass();
            if (passed >= 0.25) {
                beta = Math.min(beta, bin.ratio());
                break;
            }
        }
        for (int i = 0; i < BINS; i++) {
            double h = inside[i] / insideTotal;
            own[i] = h == 0 ? 0 : Math.max(0.02, (h - beta * ring[i] / ringTotal) / h);
        }
        return own;
    }

    private static double place(int x, int y, Box box) {
        double dx = (x + 0.5 - box.centreX()) / (0.36 * box.w());
        double dy = (y + 0.5 - box.centreY()) / (0.36 * box.h());
        return Math.exp(-(dx * dx + dy * dy) / 2);
    }

    private static int bin(byte[] rgb, int p) {
        return (rgb[p] & 0xe0) << 1 | (rgb[p + 1] & 0xe0) >> 2 | (rgb[p + 2] & 0xe0) >> 5;
    }
}
