package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.condition.Count;
import dev.vireo.query.internal.condition.IsA;
import dev.vireo.query.internal.condition.Near;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.evidence.ClassWording;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of another noun of the question while a track is on screen: whether it is there at the same time, and, when
 * the question says so, near; or that it is not.
 */
final class Company {
    /** What a detector did not see may be there all the same. */
    private static final double SURE_OF_ABSENCE = 0.95;

    private final Inspection inspection;
    private final int noun;
    private final FoundTrack subject;
    private final Optional<Term> nearness;
    private final boolean absent;
    private final boolean canTell;
    private final Track best;
    private final Near.Between between;
    private final double probability;
    private final List<Track> around;
    /** When something is there that is, or may be, what must be absent. */
    private final Spans present;
    private final Spans doubtful;
    /** The most probable of what is too improbable to count. */
    private final double leftOver;

    Company(Inspection inspection, int noun, FoundTrack subject) {
        this.inspection = inspection;
        this.noun = noun;
        this.subject = subject;
        Track track = subject.track();
        this.around = inspection.by().tracks(track.moment()).stream()
                .filter(t -> t.id() != track.id() && t.startMs() <= track.endMs() && t.endMs() >= track.startMs())
                .toList();
        Term named = inspection.terms().stream()
                .filter(t -> t.noun() == noun && t.check() instanceof IsA)
                .findFirst()
                .orElse(null);
        this.nearness = inspection.terms().stream().filter(t -> t.noun() == noun && t.check() instanceof Near).findFirst();
        this.absent = named != null && named.negated() || nearness.isPresent() && nearness.get().negated();
        this.canTell = named != null && ((IsA) named.check())
                .target().models().values().stream().anyMatch(m -> m.covers() && !m.labels().isEmpty());
        Track most = null;
        Near.Between mostNear = null;
        double top = 0;
        double none = 1;
        double left = 0;
        Spans there = Spans.NEVER;
        Spans perhaps = Spans.NEVER;
        double yes = inspection.by().yes();
        for (Track other : track.wholeFrame() ? with(track) : around) {
            Inspection.Held held = inspection.held(Inspection.beside(subject, other), noun);
            Near.Between near = nearness.map(t -> ((Near) t.check()).between(track, other)).orElse(null);
            double joint = (near == null ? held.joint() : held.joint().and(near.probability())).probability();
            none *= joint >= yes ? 1 - joint : 1;
            if (joint > top) {
                top = joint;
                most = other;
                mostNear = near;
            }
            Spans when = near == null ? held.when() : held.when().meet(near.when());
            switch (inspection.by().verdict(joint)) {
                case MET -> there = there.join(when);
                case UNSURE -> perhaps = perhaps.join(when);
                case NOT_MET -> left = Math.max(left, joint);
            }
        }
        this.best = most;
        this.between = mostNear;
        // One of several believable ones is enough.
        this.probability = Math.max(top, 1 - none);
        this.present = there;
        this.doubtful = perhaps;
        this.leftOver = left;
    }

    /** Whether the question wants it not to be there. */
    boolean absent() {
        return absent;
    }

    /** The track that it is, when one is believed to be there. */
    Optional<Track> believed() {
        return !absent && best != null && probability >= inspection.by().yes() ? Optional.of(best) : Optional.empty();
    }

    /** When it is nearest, of what must be near. */
    OptionalLong nearestMs() {
        return between == null || absent ? OptionalLong.empty() : OptionalLong.of(between.atMs());
    }

    int noun() {
        return noun;
    }

    private List<Track> with(Track track) {
        List<Track> all = new ArrayList<>(around);
        all.add(track);
        return all;
    }

    /** Negation applied. */
    Opinion opinion(Term term) {
        if (term.check() instanceof Count count) {
            return term.turned(counted(count));
        }
        if (absent) {
            boolean says = term.negated() && (term.check() instanceof IsA || term.check() instanceof Near);
            return says || nearness.isEmpty() || !nearness.get().negated()
                    ? absence()
                    : new Opinion(1, Verdict.MET, "tells only what must not be near", "vocabulary");
        }
        if (best == null) {
            return new Opinion(0.02, Verdict.NOT_MET, "none seen at the same time", "tracks");
        }
        if (term.check() instanceof Near near) {
            return near.opinion(between, inspection.by());
        }
        Opinion alone = term.check().judged(term, Inspection.beside(subject, best), inspection.by());
        boolean more = term.check() instanceof IsA && alone.verdict() == Verdict.MET;
        double any = more && nearness.isEmpty() ? Math.max(alone.probability(), probability) : alone.probability();
        long at = between == null ? best.keyMs() : between.atMs();
        return new Opinion(any, alone.verdict(), () -> alone.value() + " " + at(at), alone.model(), alone.order(), alone.when(),
                alone.roughly());
    }

    private Opinion counted(Count count) {
        List<CountSweep.Member> members = inspection.members(subject, around, noun);
        return CountSweep.stretches(members).stream()
                .filter(s -> s.endMs() >= subject.track().startMs() && s.startMs() <= subject.track().endMs())
                .max(Comparator.comparingDouble(s -> s.probability(count.least(), count.most())))
                .map(s -> Counts.judged(s, count, inspection.by().yes()))
                .orElse(new Opinion(0.02, Verdict.NOT_MET, "none seen at the same time", "tracks"));
    }

    /** That it is not there: the time in which nothing is that could be it. */
    private Opinion absence() {
        if (!canTell) {
            return new Opinion(0.4, Verdict.UNSURE, "no live model can tell its absence", "vocabulary");
        }
        Track track = subject.track();
        long hold = track.startMs() == track.endMs() ? 0 : inspection.by().holdMs();
        Spans free = present.join(doubtful).outside(track.startMs(), track.endMs());
        Spans held = new Spans(free.list().stream().filter(s -> s.length() >= hold).toList());
        if (!held.isEmpty()) {
            double none = Math.min(SURE_OF_ABSENCE, 1 - leftOver);
            String value = leftOver < Inspection.NOBODY ? "none seen" : "at most " + ClassWording.number(leftOver);
            boolean partly = !present.isEmpty() || !doubtful.isEmpty();
            String when = partly ? String.format(Locale.ROOT, " for %.1f s", held.length() / 1000.0) : "";
            Opinion opinion = new Opinion(none, Verdict.MET, value + when, "tracks");
            return partly ? opinion.during(held) : opinion;
        }
        boolean sure = present.outside(track.startMs(), track.endMs()).isEmpty();
        return new Opinion(Math.min(SURE_OF_ABSENCE, 1 - probability), sure ? Verdict.NOT_MET : Verdict.UNSURE, this::seen, "tracks",
                Math.min(SURE_OF_ABSENCE, 1 - probability));
    }

    private String seen() {
        return inspection.terms().stream()
                .filter(t -> t.noun() == noun && t.check() instanceof IsA)
                .map(t -> inspection.single(t, Inspection.beside(subject, best)).value() + " " + at(best.keyMs()))
                .findFirst()
                .orElse("");
    }

    private static String at(long ms) {
        return String.format(Locale.ROOT, "at %.1f s", ms / 1000.0);
    }
}
