package dev.vireo.onnx.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.onnx.internal.manifest.ManifestReader;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.testkit.Fuzz;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** A model bundle's manifest. */
public final class ManifestFuzz {
    private ManifestFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, ManifestFuzz::take);
    }

    private static void take(byte[] input) {
        ModelManifest manifest = new ManifestReader(path -> Optional.of(new ByteArrayInputStream(input))).manifest();
        for (Runnable need : new Runnable[] {manifest::needImage, manifest::needText, manifest::needSpace}) {
            try {
                need.run();
            } catch (VireoException e) {
                if (e.kind() != ErrorKind.USER_INPUT) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
