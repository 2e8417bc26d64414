package dev.vireo.api.catalog;

import java.util.List;

/**
 * What one transaction adds to an asset.
 *
 * @param toMs everything before this position of the asset is committed with it [ms]
 * @param moments the moments of this part
 * @param hashes perceptual hashes of its frames in order of time, for telling the same footage
 * @param makers the models that made it
 */
public record Part(long toMs, List<NewMoment> moments, List<FrameHash> hashes, Makers makers) {
    /** A part of which nobody knows who made it. */
    public Part(long toMs, List<NewMoment> moments, List<FrameHash> hashes) {
        this(toMs, moments, hashes, Makers.NONE);
    }
}
