package dev.vireo.query.internal.noun;

/**
 * One meaning of a surface form.
 *
 * @param synset the meaning; {@code =name} for labels that have no place in the hierarchy
 * @param name normal name
 * @param rank how strongly the form means this: 3 a model's own label name, 2 a synonym of a label or the most usual
 *     name of a concept, 1 a less usual name
 * @param model where it comes from, {@code id@version}; empty for a meaning that no live model knows
 * @param detector whether that model is a detector
 */
public record Sense(String synset, String name, int rank, String model, boolean detector) {}
