package dev.vireo.bench;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * Photographs of single things without their background, from Debian's package {@code tuxpaint-stamps-default}. What each
 * shows is in {@code stamps.csv}: every question of the bench that it answers, super-classes included.
 *
 * @param name path in the package
 * @param labels what it shows
 * @param file the picture, with transparency
 */
record CutOut(String name, Set<String> labels, Path file) {
    /** Where the package puts them. */
    static final Path PACKAGE = Path.of("/usr/share/tuxpaint/stamps");

    /** All that are there; empty when the package is not installed. */
    static List<CutOut> all(Path root) throws IOException {
        List<CutOut> all = new ArrayList<>();
        try (InputStream in = CutOut.class.getResourceAsStream("stamps.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                String[] parts = line.split(",", 2);
                if (Files.isReadable(root.resolve(parts[0]))) {
                    all.add(new CutOut(parts[0], Set.of(parts[1].split("\\|")), root.resolve(parts[0])));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return all;
    }

    /** Which half of the data it belongs to; by its name, so that no thing is in both halves. */
    boolean inFittingHalf() {
        return Math.floorMod(name.hashCode() * 0x9E3779B1 >>> 16, 2) == 0;
    }

    /** Its pixels, cut down to what is not transparent. */
    BufferedImage picture() throws IOException {
        BufferedImage read = ImageIO.read(file.toFile());
        BufferedImage argb = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = argb.createGraphics();
        g.drawImage(read, 0, 0, null);
        g.dispose();
        int left = argb.getWidth();
        int top = argb.getHeight();
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < argb.getHeight(); y++) {
            for (int x = 0; x < argb.getWidth(); x++) {
                if (argb.getRGB(x, y) >>> 24 > 127) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        if (right < left) {
            throw new IOException(file + " is transparent all over");
        }
        return argb.getSubimage(left, top, right - left + 1, bottom - top + 1);
    }
}
