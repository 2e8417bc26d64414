package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.evidence.Joint;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Paths;
import dev.vireo.query.internal.evidence.Span;
import dev.vireo.query.internal.evidence.Spans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When everything that was asked for holds of one track: each such stretch is one finding. */
final class Stretches {
    /** Gaps that a blink of the detector makes, in distances of its observations. */
    private static final int BLINK = 3;
    private static final int MOST = 50;
    private static final long USUAL_STEP_MS = 1_000;
    /** Of conditions that hold, but not together. */
    private static final double NEVER = 0.05;

    private final Inspection inspection;

    Stretches(Inspection inspection) {
        this.inspection = inspection;
    }

    /**
     * @param opinions one for each term, in their order; those on the stretch itself may be absent (null)
     * @param joint that all of them hold which are given; a hit is what has at least {@link Instruments#yes()}
     */
    List<Scored> of(FoundTrack found, List<Opinion> opinions, Collection<Company> company, Joint joint, double order) {
        return of(found, opinions, company, joint, joint, order);
    }

    /** @param decided what makes a hit instead of the joint probability */
    List<Scored> of(
            FoundTrack found, List<Opinion> opinions, Collection<Company> company, Joint joint, Joint decided, double order) {
        Track track = found.track();
        List<Term> terms = inspection.terms();
        Spans spans = Spans.of(track.startMs(), track.endMs());
        List<Opinion> judged = new ArrayList<>(opinions);
        boolean parts = false;
        int limiting = -1;
        for (int i = 0; i < terms.size(); i++) {
            Opinion opinion = opinions.get(i);
            if (opinion != null && opinion.verdict() == Verdict.MET && opinion.when().isPresent()) {
                spans = spans.meet(opinion.when().get());
                parts = true;
                limiting = i;
            }
        }
        for (Company with : company) {
            Optional<Track> other = with.believed();
            if (other.isPresent()) {
                Spans both = spans.meet(Spans.of(other.get().startMs(), other.get().endMs()));
                spans = both.isEmpty() ? spans : both;
            }
        }
        if (spans.isEmpty() && limiting >= 0) {
            Opinion never = judged.get(limiting);
            judged.set(limiting, new Opinion(NEVER, Verdict.NOT_MET, () -> never.value() + ", but not at the same time as the rest",
                    never.model(), NEVER));
            return List.of(scored(found, new Span(track.startMs(), track.endMs()), judged, company, joint.and(NEVER), decided.and(NEVER), order));
        }
        Spans closed = parts ? spans.closed(BLINK * Paths.step(track, USUAL_STEP_MS)) : spans;
        List<Scored> all = closed.list().stream()
                .limit(MOST)
                .map(s -> scored(found, s, judged, company, joint, decided, order))
                .toList();
        List<Scored> hits = all.stream().filter(Scored::hit).toList();
        return hits.isEmpty()
                ? all.stream()
                        .max(Comparator.comparingDouble(Scored::probability).thenComparingLong(s -> s.endMs() - s.startMs()))
                        .stream()
                        .toList()
                : hits;
    }

    private Scored scored(
            FoundTrack found, Span span, List<Opinion> given, Collection<Company> company, Joint joint, Joint decided, double order) {
        List<Opinion> opinions = new ArrayList<>();
        Joint all = joint;
        Joint decisive = decided;
        boolean hit = true;
        for (int i = 0; i < given.size(); i++) {
            Opinion opinion = given.get(i);
            if (opinion == null) {
                Term term = inspection.terms().get(i);
                opinion = term.turned(term.check().ofStretch(found, span, inspection.by()));
                all = all.and(opinion.probability());
                decisive = decisive.and(opinion.probability());
            }
            opinions.add(opinion);
            hit &= opinion.verdict() == Verdict.MET;
        }
        return Scored.during(inspection, found, span, opinions, company, all.probability(), order,
                hit && decisive.probability() >= inspection.by().yes());
    }
}
