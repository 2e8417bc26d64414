package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Joint;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds tracks against a prompt. Where the prompt means several places, all parts are judged by the one place that a track
 * is most like: it need not have the label of one and the colours of another.
 */
final class Prompted {
    /** What may at most be said of anything that is like a place in which nothing is recognised. */
    private static final double UNCLAIMED = 0.4;

    private final Prompt prompt;
    private final Instruments by;
    private final Map<Long, Integer> nearest = new HashMap<>();

    Prompted(Prompt prompt, Instruments by) {
        this.prompt = prompt;
        this.by = by;
    }

    /** One condition of a prompt. */
    interface Part extends Check {
        /** @param place which place of the prompt the track is held against */
        Opinion held(Term term, FoundTrack found, Prompt.Place place, Instruments by);

        @Override
        default Opinion of(Term term, FoundTrack found, Instruments by) {
            return by.prompted().of(term, this, found);
        }

        @Override
        default boolean ofOneThing() {
            return true;
        }
    }

    private Opinion of(Term term, Part part, FoundTrack found) {
        int index = nearest.computeIfAbsent(found.track().id(), id -> nearest(found));
        Prompt.Place place = prompt.places().get(index);
        Opinion opinion = part.held(term, found, place, by);
        if (place.claims() || opinion.verdict() != Verdict.MET) {
            return opinion;
        }
        return new Opinion(Math.min(opinion.probability(), UNCLAIMED), Verdict.UNSURE,
                () -> opinion.value() + ", but no live model recognises a thing there", opinion.model(), opinion.order());
    }

    private int nearest(FoundTrack found) {
        int best = 0;
        double most = -1;
        for (int i = 0; i < prompt.places().size(); i++) {
            Joint joint = Joint.NONE;
            for (Term term : prompt.terms()) {
                joint = joint.and(((Part) term.check()).held(term, found, prompt.places().get(i), by).probability());
            }
            if (joint.probability() > most) {
                most = joint.probability();
                best = i;
            }
        }
        return best;
    }

    static double logit(double probability) {
        double inside = Math.clamp(probability, 0.02, 0.98);
        return Math.log(inside / (1 - inside));
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
