package dev.vireo.ingest.internal.moment;

import dev.vireo.ingest.internal.model.Find;
import dev.vireo.ingest.internal.picture.View;
import java.util.List;

/**
 * A frame that is looked at, with what detectors see in it.
 *
 * @param view the frame
 * @param finds best first, in pixels of the view
 * @param changed false when the picture shows what it showed when it was last {@code changed}; {@code finds} are then of
 *     that earlier frame, and a stage need not look again
 */
public record Scene(View view, List<Find> finds, boolean changed) {}
