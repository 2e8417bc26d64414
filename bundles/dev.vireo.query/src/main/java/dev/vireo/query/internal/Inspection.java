package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Track;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The terms of one question held against tracks, one noun at a time. */
final class Inspection {
    /** Members of a count that are less probable than this are nobody. */
    static final double NOBODY = 0.1;

    private final List<Term> terms;
    private final Instruments by;

    Inspection(List<Term> terms, Instruments by) {
        this.terms = List.copyOf(terms);
        this.by = by;
    }

    List<Term> terms() {
        return terms;
    }

    Instruments by() {
        return by;
    }

    /** A term on the subject itself or, by its company, on another noun; negation applied. */
    Opinion opinion(Term term, FoundTrack found, Map<Integer, Company> company) {
        return term.noun() > 0 ? company.get(term.noun()).opinion(term) : term.turned(term.check().of(term, found, by));
    }

    /** A term on one track alone, negation not applied; null for what is not about one thing. */
    Opinion single(Term term, FoundTrack found) {
        return term.check().ofOneThing() ? term.check().of(term, found, by) : null;
    }

    /** Probability that a track is the thing, with its colour and state, that one noun of the question stands for. */
    double joint(FoundTrack found, int noun) {
        double joint = 1;
        for (Term term : terms) {
            Opinion opinion = term.noun() == noun ? single(term, found) : null;
            if (opinion != null) {
                boolean turned = term.negated() && !(term.check() instanceof IsA && noun > 0);
                joint *= turned ? 1 - opinion.probability() : opinion.probability();
            }
        }
        return joint;
    }

    /** Tracks that may be one of those counted. */
    List<CountSweep.Member> members(FoundTrack found, List<Track> tracks, int noun) {
        return tracks.stream()
                .filter(t -> !t.wholeFrame())
                .map(t -> new CountSweep.Member(t, joint(beside(found, t), noun)))
                .filter(m -> m.probability() >= NOBODY)
                .toList();
    }

    /** What else the question names, while a track is on screen, by noun. */
    Map<Integer, Company> company(FoundTrack found) {
        Map<Integer, Company> company = new LinkedHashMap<>();
        for (Term term : terms) {
            if (term.noun() > 0 && !company.containsKey(term.noun())) {
                company.put(term.noun(), new Company(this, term.noun(), found));
            }
        }
        return company;
    }

    /** Another track of the same moment. */
    static FoundTrack beside(FoundTrack found, Track track) {
        return new FoundTrack(found.asset(), found.moment(), track);
    }
}
