package dev.vireo.ingest.internal.clock;

import dev.vireo.testkit.Fuzz;
import java.nio.charset.StandardCharsets;

/** Times in file names. */
public final class FileNameTimeFuzz {
    private FileNameTimeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, FileNameTimeFuzz::take);
    }

    private static void take(byte[] input) {
        FileNameTime.in(new String(input, StandardCharsets.UTF_8)).ifPresent(found -> {
            if (found.local().getYear() < 1990 || found.local().getYear() > 2099) {
                throw new AssertionError(found.toString());
            }
        });
    }
}
