package dev.vireo.api.catalog;

import dev.vireo.api.text.Wording;

/**
 * A text that was looked for.
 *
 * @param frame the moment that it is part of, by its whole-frame track
 * @param text what was read
 * @param match how what was wanted is found in it
 */
public record FoundText(FoundTrack frame, SeenText text, Wording.Match match) {}
