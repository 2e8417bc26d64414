package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Boxes and ids in the address of a request. */
public final class ArgumentFuzz {
    private ArgumentFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, ArgumentFuzz::take);
    }

    private static void take(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<Consumer<String>> readers = List.of(MediaRoutes::box, Ids.ASSET::parse, Ids.MOMENT::parse, Ids.TRACK::parse);
        for (Consumer<String> reader : readers) {
            try {
                reader.accept(text);
            } catch (VireoException e) {
                if (e.kind() != ErrorKind.USER_INPUT) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
