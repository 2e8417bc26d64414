package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;

/** Footage that frames can be decoded of; positions are those of the asset. */
@FunctionalInterface
public interface FrameSource {
    FrameStream frames(FrameRequest request);
}
