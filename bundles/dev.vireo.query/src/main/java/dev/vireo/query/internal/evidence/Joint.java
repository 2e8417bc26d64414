package dev.vireo.query.internal.evidence;

/**
 * The probability that several conditions on one thing all hold: {@code sqrt(product * minimum)} of theirs.
 *
 * <p>The product is right for conditions that know nothing of each other, the minimum for those that hold or fail together
 * (the upper Fréchet bound). Those of one thing are measured on one crop, mostly by the same models: they lie between, and the
 * geometric mean of both bounds is what was measured (ADR 0026). One condition keeps its own probability.
 *
 * @param product of all, 0 to 1
 * @param minimum of all, 0 to 1
 */
public record Joint(double product, double minimum) {
    /** Of no condition. */
    public static final Joint NONE = new Joint(1, 1);

    public Joint {
        if (!(product >= 0 && product <= minimum && minimum <= 1)) {
            throw new IllegalArgumentException("needs 0 <= product <= minimum <= 1, got " + product + " and " + minimum);
        }
    }

    public static Joint of(double probability) {
        return NONE.and(probability);
    }

    /** With one condition more. */
    public Joint and(double probability) {
        return new Joint(product * probability, Math.min(minimum, probability));
    }

    /** That both hold; joining twice is joining once. */
    public Joint and(Joint other) {
        return new Joint(product * other.product, Math.min(minimum, other.minimum));
    }

    /** The less probable of both, where one does not add to the other. */
    public Joint weaker(Joint other) {
        return other.probability() < probability() ? other : this;
    }

    public double probability() {
        return Math.sqrt(product * minimum);
    }
}
