package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Measures;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Span;
import dev.vireo.query.internal.evidence.Spans;
import dev.vireo.query.internal.time.TimeSpec;
import java.util.List;

/** When it was seen. */
public record SeenAt(TimeSpec time) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        Opinion opinion = by.measures().time(time, found.asset(), found.track());
        if (opinion.verdict() != Verdict.MET) {
            return opinion;
        }
        long start = found.asset().clock().start().orElseThrow().toEpochMilli();
        TimeRange seen = Measures.captured(found.asset(), found.track().startMs(), found.track().endMs());
        List<TimeRange> inside = time.ranges(seen.from(), seen.to(), by.zone());
        return opinion.during(new Spans(inside.stream()
                .map(r -> new Span(r.from().toEpochMilli() - start, Math.min(r.to().toEpochMilli() - start, found.track().endMs())))
                .map(s -> new Span(Math.min(s.fromMs(), s.toMs()), s.toMs()))
                .toList()));
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        if (!negated) {
            filter.seen(time);
        }
    }
}
