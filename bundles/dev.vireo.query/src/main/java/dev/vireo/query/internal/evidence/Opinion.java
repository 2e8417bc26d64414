package dev.vireo.query.internal.evidence;

import dev.vireo.api.catalog.Quality;
import dev.vireo.api.query.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What was measured for one condition.
 *
 * @param probability that what is asked holds, negation not applied
 * @param verdict the same as a word
 * @param told what was measured, for people: told of the few that are shown, so put into words when asked for
 * @param model who says so
 * @param order tells apart what has the same probability, larger is more
 * @param when the time in which it holds; empty when that is as long as the thing is seen
 * @param roughly whether it differs a little from what was asked: found like anything else, and placed behind what does not
 */
public record Opinion(
        double probability, Verdict verdict, Supplier<String> told, String model, double order, Optional<Spans> when, boolean roughly) {
    public Opinion(double probability, Verdict verdict, Supplier<String> told, String model, double order) {
        this(probability, verdict, told, model, order, Optional.empty(), false);
    }

    public Opinion(double probability, Verdict verdict, String value, String model, double order) {
        this(probability, verdict, () -> value, model, order);
    }

    public Opinion(double probability, Verdict verdict, String value, String model) {
        this(probability, verdict, value, model, probability);
    }

    /** What was measured, for people. */
    public String value() {
        return told.get();
    }

    /** The same, of something that differs a little from what was asked. */
    public Opinion roughly(boolean differs) {
        return new Opinion(probability, verdict, told, model, order, when, differs);
    }

    /** Holds during a part of the time only. */
    public Opinion during(Spans spans) {
        return new Opinion(probability, verdict, told, model, order, Optional.of(spans), roughly);
    }

    /** The same, taken from a picture of this quality: what is wrong with it is named, and nothing is sure. */
    public Opinion seenIn(Quality quality) {
        if (quality.flaws().isEmpty()) {
            return this;
        }
        return new Opinion(probability, Verdict.UNSURE, () -> told.get() + " (view: " + named(quality) + ")", model, order, when,
                roughly);
    }

    private static String named(Quality quality) {
        return quality.flaws().stream()
                .map(flaw -> flaw.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The opposite; of what holds for a time only, a check must itself say when it does not. */
    public Opinion not() {
        return new Opinion(1 - probability, switch (verdict) {
            case MET -> Verdict.NOT_MET;
            case NOT_MET -> Verdict.MET;
            case UNSURE -> Verdict.UNSURE;
        }, told, model, -order);
    }
}
