package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.query.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known of another noun of the question while a track is on screen. */
final class Company {
    /** What a detector did not see may be there all the same. */
    private static final double SURE_OF_ABSENCE = 0.95;

    private final Inspection inspection;
    private final int noun;
    private final FoundTrack subject;
    private final boolean absent;
    private final boolean canTell;
    private final Track best;
    private final double probability;
    private final List<Track> around;

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
        this.absent = named != null && named.negated();
        this.canTell = named != null && ((IsA) named.check())
                .target().models().values().stream().anyMatch(m -> m.covers() && !m.labels().isEmpty());
        Track most = null;
        double top = 0;
        double none = 1;
        double yes = inspection.by().yes();
        for (Track other : track.wholeFrame() ? with(track) : around) {
            double joint = inspection.joint(Inspection.beside(subject, other), noun);
            none *= joint >= yes ? 1 - joint : 1;
            if (joint > top) {
                top = joint;
                most = other;
            }
        }
        this.best = most;
        // One of several believable ones is enough.
        this.probability = Math.max(top, 1 - none);
    }

    /** Whether the question wants it not to be there. */
    boolean absent() {
        return absent;
    }

    /** The track that it is, when one is believed to be there. */
    Optional<Track> believed() {
        return !absent && best != null && probability >= inspection.by().yes()
                ? Optional.of(best)
                : Optional.empty();
    }

    private List<Track> with(Track track) {
        List<Track> all = new ArrayList<>(around);
        all.add(track);
        return all;
    }

    Opinion opinion(Term term) {
        if (term.check() instanceof Count count) {
            List<CountSweep.Member> members = inspection.members(subject, around, noun);
            Opinion counted = CountSweep.stretches(members).stream()
                    .filter(s -> s.endMs() >= subject.track().startMs() && s.startMs() <= subject.track().endMs())
                    .max(Comparator.comparingDouble(s -> s.probability(count.least(), count.most())))
                    .map(s -> Counts.judged(s, count, inspection.by().yes()))
                    .orElse(new Opinion(0.02, Verdict.NOT_MET, "none seen at the same time", "tracks"));
            return term.turned(counted);
        }
        if (absent) {
            if (!canTell) {
                return new Opinion(0.4, Verdict.UNSURE, "no live model can tell its absence", "vocabulary");
            }
            double none = Math.min(SURE_OF_ABSENCE, 1 - probability);
            Verdict verdict = new Opinion(0, inspection.by().pool().verdict(probability), "", "").not().verdict();
            return new Opinion(none, verdict, probability < Inspection.NOBODY ? "none seen" : seen(), "tracks");
        }
        if (best == null) {
            return new Opinion(0.02, Verdict.NOT_MET, "none seen at the same time", "tracks");
        }
        Opinion alone = inspection.single(term, Inspection.beside(subject, best));
        double any = term.check() instanceof IsA && alone.verdict() == Verdict.MET
                ? Math.max(alone.probability(), probability)
                : alone.probability();
        return term.turned(new Opinion(any, alone.verdict(), alone.value() + " " + at(best.keyMs()), alone.model()));
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
