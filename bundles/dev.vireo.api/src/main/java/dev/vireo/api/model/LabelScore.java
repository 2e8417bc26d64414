package dev.vireo.api.model;

/**
 * What a model says of one label.
 *
 * @param model the provider's {@code id@version}
 * @param label index in that model's vocabulary
 * @param probability calibrated as its model's manifest says, 0 to 1
 */
public record LabelScore(String model, int label, double probability) {}
