package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.IsA;
import dev.vireo.query.internal.condition.Near;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.evidence.Joint;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds every condition against every candidate. */
final class Judge {
    private final Inspection inspection;
    private final Instruments by;

    Judge(List<Term> terms, Instruments by) {
        this.inspection = new Inspection(terms, by);
        this.by = by;
    }

    /** What was found for each candidate. */
    List<Scored> scored(Candidates candidates) {
        List<Long> moments = candidates.tracks().stream().map(c -> c.moment().id()).distinct().toList();
        if (by.company()) {
            by.load(moments);
        }
        if (by.read()) {
            by.loadTexts(moments);
        }
        if (by.likeness().asked()) {
            by.likeness().load(candidates.tracks().stream().map(c -> c.track().id()).toList());
        }
        return candidates.counting()
                ? new Counts(inspection).counted(candidates.tracks())
                : WholeFrames.merged(candidates.tracks().stream().flatMap(f -> judge(f).stream()).toList());
    }

    Inspection inspection() {
        return inspection;
    }

    private List<Scored> judge(FoundTrack found) {
        Map<Integer, Company> company = inspection.company(found);
        List<Opinion> opinions = new ArrayList<>();
        Map<Integer, Joint> byNoun = new HashMap<>();
        double order = 0;
        for (Term term : inspection.terms()) {
            if (term.check().ofStretch()) {
                opinions.add(null);
                continue;
            }
            Opinion opinion = inspection.opinion(term, found, company);
            opinions.add(opinion);
            Company with = company.get(term.noun());
            boolean counts = with == null || !with.absent() || term.check() instanceof IsA || term.check() instanceof Near;
            byNoun.merge(term.noun(), counts ? Joint.of(opinion.probability()) : Joint.NONE, Joint::and);
            order += term.noun() == 0 ? opinion.order() : 0;
        }
        // As with counts and orders: faults of one detector depend on each other, so several things are as sure as the least.
        Joint joint = byNoun.values().stream().reduce(Joint.NONE, Joint::weaker);
        return new Stretches(inspection).of(found, opinions, company.values(), joint, order + by.likeness().fused(found.track().id()));
    }
}
