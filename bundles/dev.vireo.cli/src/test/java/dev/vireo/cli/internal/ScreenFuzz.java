package dev.vireo.cli.internal;

import dev.vireo.testkit.Fuzz;
import java.nio.charset.StandardCharsets;

/** Text of others on the terminal. */
public final class ScreenFuzz {
    private ScreenFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, ScreenFuzz::take);
    }

    private static void take(byte[] input) {
        String shown = Screen.safe(new String(input, StandardCharsets.UTF_8));
        boolean steers = shown.codePoints().anyMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        });
        if (steers) {
            throw new AssertionError(shown);
        }
    }
}
