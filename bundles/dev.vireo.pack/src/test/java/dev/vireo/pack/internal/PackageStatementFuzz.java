package dev.vireo.pack.internal;

import dev.vireo.api.error.VireoException;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.Revocations;
import dev.vireo.pack.RootKey;
import dev.vireo.testkit.Fuzz;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Manifests and signed statements: what is taken is written again as it was read, or a signature would have two meanings. */
public final class PackageStatementFuzz {
    private PackageStatementFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, PackageStatementFuzz::take);
    }

    private static void take(byte[] input) {
        same(input, (what, bytes) -> PackageManifest.read(what, bytes).canonical());
        same(input, (what, bytes) -> CanonicalJson.write(CanonicalJson.read(what, bytes)));
        for (BiConsumer<String, byte[]> statement : List.<BiConsumer<String, byte[]>>of(
                RootKey::read, Delegation::read, Revocations::read, Signed::read)) {
            refusedAtMost(() -> statement.accept("it", input));
        }
    }

    private static void same(byte[] input, BiFunction<String, byte[], byte[]> read) {
        refusedAtMost(() -> {
            byte[] written = read.apply("it", input);
            if (!Arrays.equals(input, written)) {
                throw new AssertionError("taken, and written as " + new String(written, java.nio.charset.StandardCharsets.UTF_8));
            }
        });
    }

    private static void refusedAtMost(Runnable read) {
        try {
            read.run();
        } catch (VireoException e) {
            if (e.getMessage().chars().anyMatch(c -> c < ' ')) {
                throw new AssertionError("a refusal of several lines: " + e.getMessage(), e);
            }
        }
    }
}
