package dev.vireo.bench;

import dev.vireo.api.media.Box;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture that is put together: a textured ground, things on it, light and noise of a camera. */
final class Canvas {
    static final int WIDTH = 640;
    static final int HEIGHT = 480;

    /** Height of capitals over the size of a font. */
    private static final double CAPITALS = 0.72;

    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);

    /** A ground of one to two muted colours with clouds and grain of several sizes. */
    static Canvas ground(Random random) {
        Canvas canvas = new Canvas();
        float[] above = Color.RGBtoHSB(random.nextInt(256), random.nextInt(256), random.nextInt(256), null);
        int sky = Color.HSBtoRGB(above[0], 0.25f * random.nextFloat(), 0.35f + 0.5f * random.nextFloat());
        int soil = Color.HSBtoRGB(random.nextFloat(), 0.35f * random.nextFloat(), 0.25f + 0.45f * random.nextFloat());
        double horizon = HEIGHT * (0.2 + 0.5 * random.nextDouble());
        double[][][] clouds = new double[4][][];
        for (int octave = 0; octave < clouds.length; octave++) {
            int cells = 5 << octave;
            clouds[octave] = new double[cells + 2][cells + 2];
            for (double[] row : clouds[octave]) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextGaussian() * 18 / (octave + 1);
                }
            }
        }
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double value = random.nextGaussian() * 4;
                for (double[][] octave : clouds) {
                    value += smooth(octave, x * (octave.length - 2) / (double) WIDTH, y * (octave.length - 2) / (double) HEIGHT);
                }
                canvas.image.setRGB(x, y, shifted(y < horizon ? sky : soil, value));
            }
        }
        return canvas;
    }

    private static double smooth(double[][] grid, double x, double y) {
        int i = (int) x;
        int j = (int) y;
        double u = x - i;
        double v = y - j;
        return (grid[j][i] * (1 - u) + grid[j][i + 1] * u) * (1 - v) + (grid[j + 1][i] * (1 - u) + grid[j + 1][i + 1] * u) * v;
    }

    private static int shifted(int rgb, double by) {
        return clip((rgb >> 16 & 255) + by) << 16 | clip((rgb >> 8 & 255) + by) << 8 | clip((rgb & 255) + by);
    }

    private static int clip(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }

    Canvas copy() {
        Canvas copy = new Canvas();
        Graphics2D g = copy.image.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.dispose();
        return copy;
    }

    /** Draws a thing with its centre at (x, y), its longer side {@code side} [px]. @return where it is */
    Box draw(BufferedImage thing, double x, double y, double side, boolean mirrored) {
        double scale = side / Math.max(thing.getWidth(), thing.getHeight());
        double w = thing.getWidth() * scale;
        double h = thing.getHeight() * scale;
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.translate(x - w / 2, y - h / 2);
        if (mirrored) {
            g.translate(w, 0);
            g.scale(-1, 1);
        }
        g.drawImage(thing, 0, 0, (int) Math.round(w), (int) Math.round(h), null);
        g.dispose();
        return new Box(x - w / 2, y - h / 2, w, h);
    }

    /**
     * A line of writing as it comes into a picture.
     *
     * @param font what it is written in
     * @param height of its capitals [px]
     * @param tilt against the horizon [°]
     * @param squeeze width over the width that it has seen from the front, 0 to 1
     * @param shear how far the lower edge lies to the left, per height
     * @param blur softness: how many times smaller it was drawn before it was enlarged, 1 is sharp
     * @param ink colour of the letters
     * @param board colour of what they stand on; null for the ground itself
     */
    record Line(Font font, double height, double tilt, double squeeze, double shear, double blur, Color ink, Color board) {}

    /** Writes around (x, y). */
    void write(String text, double x, double y, Line how) {
        Font font = how.font.deriveFont((float) (how.height / CAPITALS / how.blur));
        Rectangle2D bounds = font.getStringBounds(text, new FontRenderContext(null, true, true));
        int margin = how.board == null ? 2 : 2 + (int) Math.round(bounds.getHeight() / 3);
        BufferedImage line = new BufferedImage((int) bounds.getWidth() + 2 * margin, (int) bounds.getHeight() + 2 * margin,
                BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = line.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        if (how.board != null) {
            pen.setColor(how.board);
            pen.fillRect(1, 1, line.getWidth() - 2, line.getHeight() - 2);
        }
        pen.setFont(font);
        pen.setColor(how.ink);
        pen.drawString(text, margin, (float) (margin - bounds.getY()));
        pen.dispose();
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.translate(x, y);
        g.rotate(Math.toRadians(how.tilt));
        g.shear(how.shear, 0);
        g.scale(how.blur * how.squeeze, how.blur);
        g.drawImage(line, -line.getWidth() / 2, -line.getHeight() / 2, null);
        g.dispose();
    }

    /** Brightness around a place, 0 to 255. */
    double light(int x, int y) {
        double sum = 0;
        for (int i = -20; i <= 20; i++) {
            sum += luma(image.getRGB(Math.clamp(x + 3 * i, 0, WIDTH - 1), Math.clamp(y + i / 2, 0, HEIGHT - 1)));
        }
        return sum / 41;
    }

    /**
     * What a camera makes of it.
     *
     * @param exposure 1 leaves the light as it is
     * @param warmth −1 (bluish) to 1 (yellowish): red and blue change by up to 12 %
     * @param noise standard deviation [levels of 255]
     */
    void shoot(Random random, double exposure, double warmth, double noise) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int rgb = image.getRGB(x, y);
                int r = clip((rgb >> 16 & 255) * exposure * (1 + 0.12 * warmth) + random.nextGaussian() * noise);
                int g = clip((rgb >> 8 & 255) * exposure + random.nextGaussian() * noise);
                int b = clip((rgb & 255) * exposure * (1 - 0.12 * warmth) + random.nextGaussian() * noise);
                image.setRGB(x, y, r << 16 | g << 8 | b);
            }
        }
    }

    /** The thing painted over: its light and shade stay, its colour becomes {@code paint}. */
    static BufferedImage painted(BufferedImage thing, Color paint) {
        double sum = 0;
        long n = 0;
        for (int y = 0; y < thing.getHeight(); y++) {
            for (int x = 0; x < thing.getWidth(); x++) {
                if (thing.getRGB(x, y) >>> 24 > 127) {
                    sum += luma(thing.getRGB(x, y));
                    n++;
                }
            }
        }
        double mean = Math.max(1, sum / Math.max(1, n));
        BufferedImage result = new BufferedImage(thing.getWidth(), thing.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < thing.getHeight(); y++) {
            for (int x = 0; x < thing.getWidth(); x++) {
                int argb = thing.getRGB(x, y);
                // Half of the contrast: paint of one colour, not a photograph of a patterned thing.
                double shade = Math.sqrt((luma(argb) + 8) / (mean + 8));
                result.setRGB(x, y, argb & 0xff000000 | clip(paint.getRed() * shade) << 16 | clip(paint.getGreen() * shade) << 8
                        | clip(paint.getBlue() * shade));
            }
        }
        return result;
    }

    private static double luma(int rgb) {
        return 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
    }

    void save(Path png) throws IOException {
        ImageIO.write(image, "png", png.toFile());
    }

    /** @param quality of a JPEG, 0 to 1 */
    void save(Path jpeg, double quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality((float) quality);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
    }

    /** Interleaved RGB, shape [HEIGHT][WIDTH][3]. */
    byte[] rgb() {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int p = image.getRGB(i % WIDTH, i / WIDTH);
            rgb[3 * i] = (byte) (p >> 16);
            rgb[3 * i + 1] = (byte) (p >> 8);
            rgb[3 * i + 2] = (byte) p;
        }
        return rgb;
    }
}
