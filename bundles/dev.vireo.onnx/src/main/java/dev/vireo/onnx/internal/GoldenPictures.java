package dev.vireo.onnx.internal;

import dev.vireo.api.media.Image;
import dev.vireo.onnx.internal.manifest.GoldenSpec;

/** Where the pictures of goldens come from. */
@FunctionalInterface
public interface GoldenPictures {
    /** @throws dev.vireo.api.error.VireoException USER_INPUT when the golden's input is no readable picture */
    Image picture(GoldenSpec golden);
}
