package dev.vireo.query.internal;

import dev.vireo.api.query.Verdict;

/**
 * What was measured for one condition.
 *
 * @param probability that what is asked holds, negation not applied
 * @param verdict the same as a word
 * @param value what was measured, for people
 * @param model who says so
 * @param order tells apart what has the same probability, larger is more
 */
record Opinion(double probability, Verdict verdict, String value, String model, double order) {
    Opinion(double probability, Verdict verdict, String value, String model) {
        this(probability, verdict, value, model, probability);
    }

    Opinion not() {
        return new Opinion(1 - probability, switch (verdict) {
            case MET -> Verdict.NOT_MET;
            case NOT_MET -> Verdict.MET;
            case UNSURE -> Verdict.UNSURE;
        }, value, model, -order);
    }
}
