package dev.vireo.onnx.internal.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The files of one model bundle. Paths are relative to the bundle's root and were checked before. */
@FunctionalInterface
public interface ModelFiles {
    /** Opens a file, or nothing when there is none of that name. */
    Optional<InputStream> open(String path) throws IOException;
}
