package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Paths;
import dev.vireo.query.internal.evidence.Spans;
import java.util.Locale;

/**
 * How near another noun of the question is to the subject; which one, {@link Term#noun()} says.
 *
 * <p>The distance of two boxes is {@code hypot(gap, feet) / size}: the gap between them from left to right, the difference
 * of their lower edges (both stand on one ground, so what is further up is further away), and the longer side of the
 * smaller box. It is 0 when the smaller one stands inside the box of the larger. Probability: a logistic of the distance,
 * one half at the limit.
 *
 * @param limit largest distance, in box sizes: 1.5 for "near", 0.5 for "next to"
 */
public record Near(double limit) implements Check {
    /** How fast probability falls with the distance, as a share of the limit. */
    private static final double SLOPE = 0.15;
    /** A thing that is not seen for longer than this may be elsewhere, unless it is parked [ms]. */
    private static final long BLINK_MS = 3_000;

    /** @param probability that they were near each other at some time */
    public record Between(double probability, double distance, long atMs, Spans when) {}

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        throw new IllegalStateException("nearness is judged between two tracks");
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes = true;
    }

    public Between between(Track subject, Track other) {
        double least = Double.POSITIVE_INFINITY;
        long at = subject.keyMs();
        for (Observation o : subject.path()) {
            double distance = distance(o, other);
            if (distance < least) {
                least = distance;
                at = o.timeMs();
            }
        }
        double probability = 1 / (1 + Math.exp((least - limit) / (SLOPE * limit)));
        return new Between(Math.clamp(probability, 0.02, 0.98), least, at, Paths.when(subject, o -> distance(o, other) <= limit));
    }

    private static double distance(Observation o, Track other) {
        if (o.timeMs() < other.startMs() || o.timeMs() > other.endMs()) {
            return Double.POSITIVE_INFINITY;
        }
        Observation there = other.at(o.timeMs());
        boolean stale = Math.abs(there.timeMs() - o.timeMs()) > BLINK_MS && other.motion().state() != MotionState.PARKED;
        return stale ? Double.POSITIVE_INFINITY : distance(o.box(), there.box());
    }

    /** In sizes of the smaller box. */
    static double distance(Box a, Box b) {
        Box small = a.area() <= b.area() ? a : b;
        Box large = a.area() <= b.area() ? b : a;
        double footX = small.centreX();
        double footY = small.y() + small.h();
        if (footX >= large.x() && footX <= large.x() + large.w() && footY >= large.y() && footY <= large.y() + large.h()) {
            return 0;
        }
        double gap = Math.max(0, Math.max(a.x(), b.x()) - Math.min(a.x() + a.w(), b.x() + b.w()));
        double feet = a.y() + a.h() - b.y() - b.h();
        return Math.hypot(gap, feet) / Math.max(small.w(), small.h());
    }

    public Opinion opinion(Between between, Instruments by) {
        Verdict verdict = by.verdict(between.probability());
        Opinion opinion = new Opinion(between.probability(), verdict, () -> told(between), "boxes", between.probability());
        return verdict == Verdict.MET ? opinion.during(between.when()) : opinion;
    }

    private String told(Between between) {
        return between.distance() == Double.POSITIVE_INFINITY
                ? "never seen together"
                : String.format(Locale.ROOT, "%.2f box sizes apart at %.1f s, %s counts up to %.1f", between.distance(),
                        between.atMs() / 1000.0, limit < 1 ? "next to" : "near", limit);
    }
}
