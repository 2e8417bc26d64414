package dev.vireo.api.query;

import dev.vireo.api.media.Box;

/**
 * Another thing that a hit is about: what stands near what was looked for, or a later step of an order.
 *
 * @param what it in normal form, for people: {@code white van}
 * @param moment id of the moment that it was seen in
 * @param track id of its track
 * @param startMs start of what of it counts [ms from the start of the asset]
 * @param endMs its end, exclusive [ms]
 * @param frameMs the frame that shows it [ms]; that of the hit when both are shown together
 * @param region where it is at {@code frameMs} [px of the source frame]
 */
public record Involved(String what, long moment, long track, long startMs, long endMs, long frameMs, Box region) {}
