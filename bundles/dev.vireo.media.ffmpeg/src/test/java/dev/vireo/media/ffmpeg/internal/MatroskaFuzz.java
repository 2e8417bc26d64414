package dev.vireo.media.ffmpeg.internal;

import dev.vireo.testkit.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** What a decoder writes: frames with their times. */
public final class MatroskaFuzz {
    private static final int FRAME_BYTES = 12;

    private MatroskaFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, MatroskaFuzz::take);
    }

    private static void take(byte[] input) {
        Matroska stream = new Matroska(new ByteArrayInputStream(input), FRAME_BYTES);
        try {
            for (Matroska.Block block = stream.next(); block != null; block = stream.next()) {
                if (block.bytes().length != FRAME_BYTES) {
                    throw new AssertionError("a frame of " + block.bytes().length + " bytes");
                }
            }
        } catch (IOException _) {
            // what is said of a stream that is none
        }
    }
}
