package dev.vireo.api.query;

/**
 * A condition's verdict for one hit.
 *
 * @param condition id of the condition
 * @param verdict see the enum
 * @param value what was measured, for people: {@code truck 0.58, vehicle mass 0.91}
 * @param probability that the condition holds, 0 to 1
 * @param model {@code id@version} of the model or the name of the measure that said so
 */
public record Evidence(String condition, Verdict verdict, String value, double probability, String model) {}
