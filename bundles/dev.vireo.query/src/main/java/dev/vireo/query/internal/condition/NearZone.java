package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Paths;
import dev.vireo.query.internal.evidence.Spans;
import java.util.Locale;

/** How near a thing is to a zone: the distance of its foot point, in longer sides of its own box; see {@link Near}. */
public record NearZone(ZonePlace zone, double limit) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return measured(found, false);
    }

    @Override
    public Opinion judged(Term term, FoundTrack found, Instruments by) {
        return measured(found, term.negated());
    }

    private Opinion measured(FoundTrack found, boolean negated) {
        Track track = found.track();
        if (track.wholeFrame()) {
            return new Opinion(0.3, Verdict.UNSURE, "no single object", "place");
        }
        if (!zone.covers(found.asset())) {
            return new Opinion(0.01, Verdict.NOT_MET, "this source has no zone \"" + zone.name() + "\"", "zones");
        }
        double least = track.path().stream().mapToDouble(o -> distance(o, found)).min().orElseThrow();
        Spans near = Paths.when(track, o -> distance(o, found) <= limit);
        Spans when = negated ? near.outside(track.startMs(), track.endMs()) : near;
        boolean met = !when.isEmpty();
        String value = String.format(Locale.ROOT, "%.2f box sizes away at the nearest, near counts up to %.1f", least, limit);
        return new Opinion(met ? 0.95 : 0.05, met ? Verdict.MET : Verdict.NOT_MET, value, "place").during(when);
    }

    private double distance(Observation o, FoundTrack found) {
        return zone.distance(o.box(), found.asset()).orElse(Double.POSITIVE_INFINITY) / Math.max(o.box().w(), o.box().h());
    }

    @Override
    public boolean ofOneThing() {
        return true;
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes = true;
        filter.zone(zone);
    }
}
