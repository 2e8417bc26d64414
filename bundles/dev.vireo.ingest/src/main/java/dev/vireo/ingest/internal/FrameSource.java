package dev.vireo.ingest.internal;

import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;

/** Footage that frames can be decoded of; positions are those of the asset. */
@FunctionalInterface
interface FrameSource {
    FrameStream frames(FrameRequest request);
}
