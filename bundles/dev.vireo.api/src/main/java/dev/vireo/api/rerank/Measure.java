package dev.vireo.api.rerank;

/** A number about a candidate. All are 0 to 1 where no unit is given. */
public enum Measure {
    /** Probability that all conditions hold. */
    PROBABILITY,
    /** Probability of the condition that is least likely to hold. */
    WEAKEST,
    /** Largest probability of a class condition; absent when no class was asked for. */
    CLASS,
    /** Share of the object that has the colours asked for; absent when no colour was asked for. */
    COLOUR,
    /** Largest score that a detector gave to the object while it was followed; absent for whole frames. */
    DETECTION,
    /** Share of the frame that the object covers at the shown instant; 1 for whole frames. */
    AREA,
    /** How long it was followed [s]; 0 for pictures. */
    SECONDS,
    /** How well the frame shows anything: 1 sharp and well lit, 0 unusable; absent when it was not measured. */
    QUALITY
}
