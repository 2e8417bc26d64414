package dev.vireo.ingest.internal.picture;

import dev.vireo.api.model.Colour;

/**
 * Names pixels by the eleven basic colour terms.
 *
 * <p>Works in OKLab (B. Ottosson, "A perceptual color space for image processing", 2020), in its polar form of lightness
 * L, chroma C and hue h. Two reasons: its hue lines stay straight through blue, where CIELAB's bend into purple; and
 * scaling linear light scales L, a and b by one and the same factor, so that hue and S = C / L do not change when a
 * surface of one colour falls into shade. A pixel belongs to several terms by fuzzy sets, as in Benavente, Vanrell and
 * Baldrich (JOSA A 25(10), 2008); the hue limits lie between the places of the sRGB colours that carry the terms as names.
 * <ul>
 *   <li>Coloured or not: ramps of S (0.035 to 0.065 for cool hues, where a faint tint is already called blue; 0.06 to 0.10
 *       for warm ones, because sunlight, concrete and wood are all a little yellow) and of C (0.018 to 0.035; for purples to yellows
 *       in the dark, below L 0.5, up to 0.05 to 0.09: there, noise and the coarse chroma of video codecs look like dark red).
 *   <li>Not coloured: black below L 0.27 to 0.37 (sRGB 38 to 64), white above 0.80 to 0.90 (189 to 221), grey between. For
 *       this one decision L is first scaled so that the brightest part of the frame is white ({@link #exposure}).
 *   <li>Coloured, by hue [degrees, each limit ± 6]: red 350 to 41, orange to 84, yellow to 118, green to 183, blue to 288,
 *       purple to 330, pink to 350. Light weak reds and purples, and light reds on the purple side, are pink, dark or weak oranges and dark yellows brown (or,
 *       on the green side, green).
 * </ul>
 */
public final class ColourNames {
    public static final int TERMS = Colour.values().length;

    private static final int LEVELS = 32;

    private final float[] table = new float[LEVELS * LEVELS * LEVELS * TERMS];
    private final float exposure;

    /** @param exposure what lightness is multiplied by before black, grey and white are told apart, at least 1 */
    ColourNames(double exposure) {
        this.exposure = (float) exposure;
        float[] shares = new float[TERMS];
        for (int i = 0; i < LEVELS * LEVELS * LEVELS; i++) {
            name(level(i >> 10), level(i >> 5 & 31), level(i & 31), shares);
            System.arraycopy(shares, 0, table, i * TERMS, TERMS);
        }
    }

    private static int level(int i) {
        return i * 8 + i / 4; // 0 to 255, so that black and white themselves are in the table
    }

    /** Adds {@code weight}, split among the terms of a pixel, to {@code sums}. */
    void add(byte[] rgb, int p, double weight, double[] sums) {
        int row = ((rgb[p] & 255) >> 3 << 10 | (rgb[p + 1] & 255) >> 3 << 5 | (rgb[p + 2] & 255) >> 3) * TERMS;
        for (int t = 0; t < TERMS; t++) {
            sums[t] += weight * table[row + t];
        }
    }

    /**
     * How much a frame's lightness is scaled: its 99th percentile of luma becomes 0.95, by at most a quarter ("white
     * patch", Land and McCann 1971, held back so that night stays night).
     *
     * @param luma99 99th percentile of luma, 0 to 255
     */
    static double exposure(int luma99) {
        double lightness = Math.cbrt(linear(Math.max(1, luma99)));
        // Steps, so that few tables are made.
        return Math.round(Math.max(1, Math.min(1.25, 0.95 / lightness)) * 20) / 20.0;
    }

    /** Shares of the terms in one sRGB colour, summing to 1. */
    void name(int red, int green, int blue, float[] shares) {
        double r = linear(red);
        double g = linear(green);
        double b = linear(blue);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        double lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        double chroma = Math.hypot(a, bb);
        double hue = Math.toDegrees(Math.atan2(bb, a));
        lchName(lightness, chroma, hue < 0 ? hue + 360 : hue, shares);
    }

    private void lchName(double lightness, double chroma, double hue, float[] shares) {
        java.util.Arrays.fill(shares, 0);
        double saturation = chroma / Math.max(lightness, 0.05);
        double warm = between(hue, 25, 112, 12);
        double low = 0.035 + 0.025 * warm;
        double high = 0.065 + 0.035 * warm;
        double dark = (1 - ramp(lightness, 0.30, 0.50)) * between(hue, 290, 112, 12);
        double coloured =
                ramp(saturation, low, high) * ramp(chroma, 0.018 + 0.032 * dark, 0.035 + 0.055 * dark);

        double scaled = lightness * exposure;
        double black = 1 - ramp(scaled, 0.27, 0.37);
        double white = ramp(scaled, 0.80, 0.90);
        add(shares, Colour.BLACK, (1 - coloured) * black);
        add(shares, Colour.WHITE, (1 - coloured) * white);
        add(shares, Colour.GREY, (1 - coloured) * (1 - black - white));

        double red = between(hue, 350, 41, 6);
        double orange = between(hue, 41, 84, 6);
        double yellow = between(hue, 84, 118, 6);
        double green = between(hue, 118, 183, 6);
        double blue = between(hue, 183, 288, 6);
        double purple = between(hue, 288, 330, 6);
        double rose = between(hue, 330, 350, 6);

        double light = ramp(lightness, 0.60, 0.72);
        double pale = 1 - ramp(saturation, 0.28, 0.36);
        // Brick and rust: reds turning to orange, neither light nor strong.
        double rust = between(hue, 32, 41, 4) * (1 - ramp(saturation, 0.22, 0.30)) * (1 - light);
        double redPink = red * Math.max(light * pale, between(hue, 345, 8, 6) * ramp(lightness, 0.56, 0.64));
        double redRust = (red - redPink) * rust;
        add(shares, Colour.PINK, coloured * redPink);
        add(shares, Colour.BROWN, coloured * redRust);
        add(shares, Colour.RED, coloured * (red - redPink - redRust));

        double vivid = ramp(saturation, 0.15, 0.20) * ramp(lightness, 0.58, 0.66);
        add(shares, Colour.ORANGE, coloured * orange * vivid);
        add(shares, Colour.BROWN, coloured * orange * (1 - vivid));

        double bright = ramp(lightness, 0.62, 0.72) * ramp(saturation, 0.08, 0.12);
        add(shares, Colour.YELLOW, coloured * yellow * bright);
        double olive = between(hue, 102, 118, 6);
        add(shares, Colour.GREEN, coloured * yellow * (1 - bright) * olive);
        add(shares, Colour.BROWN, coloured * yellow * (1 - bright) * (1 - olive));

        add(shares, Colour.GREEN, coloured * green);
        add(shares, Colour.BLUE, coloured * blue);
        double mauve = purple * ramp(lightness, 0.72, 0.84) * between(hue, 312, 330, 6);
        add(shares, Colour.PINK, coloured * mauve);
        add(shares, Colour.PURPLE, coloured * (purple - mauve));
        double rosy = ramp(lightness, 0.50, 0.62);
        add(shares, Colour.PINK, coloured * rose * rosy);
        add(shares, Colour.PURPLE, coloured * rose * (1 - rosy) * 0.5);
        add(shares, Colour.RED, coloured * rose * (1 - rosy) * 0.5);
    }

    private static void add(float[] shares, Colour colour, double share) {
        shares[colour.ordinal()] += (float) share;
    }

    private static double linear(int v) {
        double c = v / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double ramp(double v, double from, double to) {
        return Math.max(0, Math.min(1, (v - from) / (to - from)));
    }

    /** Membership of a hue in an arc: 1 inside, 0 outside, one half at the limits; neighbours sum to 1. */
    private static double between(double hue, double from, double to, double soft) {
        double span = (to - from + 360) % 360;
        double middle = from + span / 2;
        double off = Math.abs((hue - middle + 540) % 360 - 180);
        return Math.max(0, Math.min(1, (span / 2 - off) / (2 * soft) + 0.5));
    }
}
