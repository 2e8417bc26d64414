package dev.vireo.api.catalog;

import dev.vireo.api.model.Colour;

/**
 * How much of a track's object is of one colour.
 *
 * @param fraction 0 to 1; the fractions of one track sum to at most 1
 */
public record ColourShare(Colour colour, double fraction) {}
