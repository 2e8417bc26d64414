package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Paths;
import dev.vireo.query.internal.evidence.Span;
import java.util.Locale;

/**
 * How long it lasts, all other conditions holding: the length of the stretch. A stretch that ends where the shot is cut may
 * have been longer: too short is then unsure, and so is short enough.
 *
 * @param leastMs at least this long [ms]
 * @param mostMs at most this long [ms]; {@link Long#MAX_VALUE}: any
 */
public record Lasts(long leastMs, long mostMs) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return ofStretch(found, new Span(found.track().startMs(), found.track().endMs()), by);
    }

    @Override
    public boolean excludes(boolean negated, Check other, boolean otherNegated) {
        return other instanceof Lasts lasts && !negated && !otherNegated && (leastMs > lasts.mostMs || lasts.leastMs > mostMs);
    }

    @Override
    public boolean ofStretch() {
        return true;
    }

    @Override
    public Opinion ofStretch(FoundTrack found, Span stretch, Instruments by) {
        long length = stretch.length();
        long step = Paths.step(found.track(), 0);
        if (found.moment().startMs() == found.moment().endMs()) {
            return new Opinion(0.3, Verdict.UNSURE, "a picture tells no duration", "tracks");
        }
        boolean cut = stretch.fromMs() <= found.moment().startMs() + step || stretch.toMs() >= found.moment().endMs() - step;
        String value = String.format(Locale.ROOT, "%.1f s", length / 1000.0);
        boolean met = length >= leastMs && length <= mostMs;
        boolean open = cut && length <= mostMs && (!met || mostMs < Long.MAX_VALUE);
        if (open) {
            return new Opinion(met ? 0.5 : 0.3, Verdict.UNSURE, value + ", cut off where the shot begins or ends", "tracks");
        }
        return new Opinion(met ? 0.98 : 0.02, met ? Verdict.MET : Verdict.NOT_MET, value, "tracks");
    }
}
