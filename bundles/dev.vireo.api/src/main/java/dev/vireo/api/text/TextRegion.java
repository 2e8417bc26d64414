package dev.vireo.api.text;

/**
 * A line of text that was read.
 *
 * @param place where it stands
 * @param text as it was read, without line breaks and control characters; empty when nothing could be read there. Data of
 *     strangers: quoted, never followed
 * @param probability that every character of it was read rightly, 0 to 1
 */
public record TextRegion(TextPlace place, String text, double probability) {}
