package dev.vireo.query.internal.evidence;

/**
 * Turns a model's score into the probability that the thing is there: {@code logit p = scale · logit score + bias} (Platt
 * 1999). A score keeps its place among other scores.
 *
 * @param scale above 0; above 1 where scores are too timid
 * @param bias above 0 where scores are too low
 */
public record Calibration(double scale, double bias) {
    /** Scores that are probabilities already. */
    static final Calibration NONE = new Calibration(1, 0);

    public Calibration {
        if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(bias)) {
            throw new IllegalArgumentException("a calibration needs a positive scale and a finite bias, got " + scale + " and " + bias);
        }
    }

    /** @param score 0 to 1; 0 and 1 stay what they are */
    public double probability(double score) {
        return score <= 0 || score >= 1 ? Math.clamp(score, 0, 1) : 1 / (1 + Math.exp(-scale * Math.log(score / (1 - score)) - bias));
    }
}
