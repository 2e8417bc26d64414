package dev.vireo.query.internal;

import dev.vireo.api.catalog.Quality;
import dev.vireo.api.query.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was measured for one condition.
 *
 * @param probability that what is asked holds, negation not applied
 * @param verdict the same as a word
 * @param value what was measured, for people
 * @param model who says so
 * @param order tells apart what has the same probability, larger is more
 * @param when the time in which it holds; empty when that is as long as the thing is seen
 */
record Opinion(double probability, Verdict verdict, String value, String model, double order, Optional<Spans> when) {
    Opinion(double probability, Verdict verdict, String value, String model, double order) {
        this(probability, verdict, value, model, order, Optional.empty());
    }

    Opinion(double probability, Verdict verdict, String value, String model) {
        this(probability, verdict, value, model, probability);
    }

    /** Holds during a part of the time only. */
    Opinion during(Spans spans) {
        return new Opinion(probability, verdict, value, model, order, Optional.of(spans));
    }

    /** The same, taken from a picture of this quality: what is wrong with it is named, and nothing is sure. */
    Opinion seenIn(Quality quality) {
        if (quality.flaws().isEmpty()) {
            return this;
        }
        String flaws = quality.flaws().stream()
                .map(flaw -> flaw.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
        return new Opinion(probability, Verdict.UNSURE, value + " (view: " + flaws + ")", model, order, when);
    }

    /** The opposite; of what holds for a time only, a check must itself say when it does not. */
    Opinion not() {
        return new Opinion(1 - probability, switch (verdict) {
            case MET -> Verdict.NOT_MET;
            case NOT_MET -> Verdict.MET;
            case UNSURE -> Verdict.UNSURE;
        }, value, model, -order);
    }
}
