package dev.vireo.api.query;

/**
 * One thing that a question asks.
 *
 * @param id unique in its plan, e.g. {@code c1}
 * @param kind what it is about
 * @param value what must hold, in normal form for people: {@code vehicle}, {@code white}, {@code before 17:00}
 * @param negated true when it must not hold
 * @param source the words of the question that it was made from
 */
public record Condition(String id, ConditionKind kind, String value, boolean negated, String source) {}
