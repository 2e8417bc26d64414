package dev.vireo.media.ffmpeg.internal;

import dev.vireo.testkit.Fuzz;
import java.nio.charset.StandardCharsets;

/** What a decoder complains of, which quotes the file. */
public final class FailureFuzz {
    private FailureFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, FailureFuzz::take);
    }

    private static void take(byte[] input) {
        String errors = new String(input, StandardCharsets.UTF_8);
        Failure.complained(errors);
        String first = Failure.first(errors);
        if (first.isEmpty() || first.length() > 301 || first.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("not fit for a message: " + first);
        }
    }
}
