package dev.vireo.ingest.internal;

import java.util.List;

/**
 * A frame that is looked at, with what detectors see in it.
 *
 * @param view the frame
 * @param finds best first, in pixels of the view
 * @param changed false when the picture shows what it showed when it was last {@code changed}; {@code finds} are then of
 *     that earlier frame, and a stage need not look again
 */
record Scene(View view, List<Find> finds, boolean changed) {}
