package dev.vireo.api.text;

/**
 * A point of a picture.
 *
 * @param x from the left edge [px]
 * @param y from the top edge [px]
 */
public record Corner(double x, double y) {}
