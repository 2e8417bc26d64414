package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Paths;
import dev.vireo.query.internal.evidence.Spans;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Where in the picture a thing is. It is inside while half of it counts as inside; what is shown is that time. The
 * probability is the largest share that counted at one time.
 */
public record Inside(Region region) implements Check {
    private static final double HALF = 0.5;

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return measured(found, by, false);
    }

    @Override
    public Opinion judged(Term term, FoundTrack found, Instruments by) {
        return measured(found, by, term.negated());
    }

    private Opinion measured(FoundTrack found, Instruments by, boolean negated) {
        Track track = found.track();
        Asset asset = found.asset();
        if (track.wholeFrame()) {
            return new Opinion(0.3, Verdict.UNSURE, "no single object", "place");
        }
        if (region.inside(track.key().box(), asset).isEmpty()) {
            return new Opinion(0.01, Verdict.NOT_MET, "this source has no zone \"" + region.name() + "\"", "zones");
        }
        double most = track.path().stream().mapToDouble(o -> share(region.inside(o.box(), asset), negated)).max().orElseThrow();
        Spans when = Paths.when(track, o -> share(region.inside(o.box(), asset), negated) >= HALF);
        double probability = Math.clamp(most, 0.02, 0.98);
        String said = negated ? "outside" : "inside";
        String value = track.startMs() == track.endMs()
                ? String.format(Locale.ROOT, "%.0f %% %s", 100 * most, said)
                : String.format(Locale.ROOT, "%s for %.1f s of %.1f s, at most %.0f %% of it", said, when.length() / 1000.0,
                        (track.endMs() - track.startMs()) / 1000.0, 100 * most);
        return new Opinion(probability, by.verdict(probability), value, "place").during(when);
    }

    private static double share(OptionalDouble inside, boolean negated) {
        return negated ? 1 - inside.orElse(0) : inside.orElse(0);
    }

    /** The same place inside and outside, or two parts of the frame that have nothing in common. */
    @Override
    public boolean excludes(boolean negated, Check other, boolean otherNegated) {
        if (!(other instanceof Inside inside)) {
            return false;
        }
        if (region.equals(inside.region)) {
            return negated != otherNegated;
        }
        return !negated && !otherNegated && region instanceof FramePart a && inside.region instanceof FramePart b && a.apart(b);
    }

    @Override
    public boolean ofOneThing() {
        return true;
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes = true;
        if (region instanceof ZonePlace zone) {
            filter.zone(zone);
        }
    }
}
