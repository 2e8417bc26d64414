package dev.vireo.media.ffmpeg.internal;

import dev.vireo.testkit.Fuzz;
import java.io.IOException;
import java.util.Arrays;

/** A TIFF structure, which Exif is, too. */
public final class TiffFuzz {
    private TiffFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, TiffFuzz::take);
    }

    private static void take(byte[] input) throws IOException {
        Tiff.read((offset, length) -> offset < 0 || offset > input.length - length
                ? null : Arrays.copyOfRange(input, (int) offset, (int) offset + length)).ifPresent(tiff -> {
                    tiff.taken();
                    if (tiff.width() < 0 || tiff.height() < 0 || tiff.orientation() < 1 || tiff.orientation() > 8) {
                        throw new AssertionError(tiff.width() + " x " + tiff.height() + ", turned " + tiff.orientation());
                    }
                });
    }
}
