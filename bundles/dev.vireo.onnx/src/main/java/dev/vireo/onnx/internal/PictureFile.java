package dev.vireo.onnx.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Image;
import dev.vireo.onnx.internal.manifest.GoldenSpec;
import dev.vireo.onnx.internal.manifest.ManifestReader;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The pictures of a model bundle's goldens. Users' pictures never come this way: those are decoded in a child process. */
final class PictureFile {
    private static final long MAX_PIXELS = 16_000_000;

    private PictureFile() {}

    static Image read(GoldenSpec.Input input, ModelManifest manifest, ManifestReader reader) {
        return switch (input) {
            case GoldenSpec.Input.File(String path) -> decode(path, reader.verified(manifest.files().get(path)));
            case GoldenSpec.Input.Pattern(String name, int width, int height) -> gradient(width, height);
            case GoldenSpec.Input.Text(String text) -> throw noPicture(text, manifest);
            case GoldenSpec.Input.Pair(String text, String second) -> throw noPicture(text, manifest);
        };
    }

    private static VireoException noPicture(String text, ModelManifest manifest) {
        return new VireoException(ErrorKind.USER_INPUT, "golden '" + text + "': a " + manifest.kind() + " needs a picture");
    }

    /** Red grows to the right, green downwards, blue along the diagonal, each from 0 to 255, rounded down. */
    static Image gradient(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p += 3) {
                rgb[p] = (byte) (x * 255 / Math.max(1, width - 1));
                rgb[p + 1] = (byte) (y * 255 / Math.max(1, height - 1));
                rgb[p + 2] = (byte) ((x + y) * 255 / Math.max(1, width + height - 2));
            }
        }
        return new Image(width, height, rgb);
    }

    static Image decode(String path, byte[] bytes) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new VireoException(ErrorKind.USER_INPUT, path + ": need a JPEG or PNG picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if ((long) width * height > MAX_PIXELS) {
                    throw new VireoException(ErrorKind.USER_INPUT,
                            path + ": " + width + " x " + height + " pixels, need " + MAX_PIXELS + " at most");
                }
                return image(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new VireoException(ErrorKind.USER_INPUT, path + ": no readable picture: " + e.getMessage(), e);
        }
    }

    private static Image image(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] argb = picture.getRGB(0, 0, width, height, null, 0, width);
        byte[] rgb = new byte[argb.length * 3];
        for (int i = 0, p = 0; i < argb.length; i++, p += 3) {
            rgb[p] = (byte) (argb[i] >> 16);
            rgb[p + 1] = (byte) (argb[i] >> 8);
            rgb[p + 2] = (byte) argb[i];
        }
        return new Image(width, height, rgb);
    }
}
