package dev.vireo.onnx.internal.head;

import dev.vireo.onnx.internal.manifest.ModelManifest;
import java.util.List;
import java.util.Map;

/** The detector families by {@code head.type}. */
public final class DetectionHeads {
    private static final Map<String, Factory> FAMILIES = Map.of("nanodet", NanodetHead::new);

    private DetectionHeads() {}

    /** @throws dev.vireo.api.error.VireoException USER_INPUT when the manifest names no known family, or one wrongly */
    public static DetectionHead of(ModelManifest manifest, int labels) {
        String type = manifest.head().oneOf("type", List.copyOf(FAMILIES.keySet()));
        return FAMILIES.get(type).make(manifest, labels);
    }

    private interface Factory {
        DetectionHead make(ModelManifest manifest, int labels);
    }
}
