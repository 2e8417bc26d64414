package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.condition.Count;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.IsA;
import dev.vireo.query.internal.condition.Near;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.evidence.Joint;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Questions for a number of things at once: hits are the stretches of a moment in which the number holds. */
final class Counts {
    private final Inspection inspection;
    private final Instruments by;

    Counts(Inspection inspection) {
        this.inspection = inspection;
        this.by = inspection.by();
    }

    static Opinion judged(CountSweep.Stretch stretch, Count count, double yes) {
        long seen = stretch.counted(yes);
        Verdict verdict;
        if (seen >= count.least() && seen <= count.most()) {
            verdict = Verdict.MET;
        } else {
            // More than asked still contains as many as asked; fewer does not.
            verdict = seen > count.most() ? Verdict.UNSURE : Verdict.NOT_MET;
        }
        long doubtful = stretch.members().size() - seen;
        double probability = stretch.probability(count.least(), count.most());
        return new Opinion(probability, verdict, () -> seen + " at once" + (doubtful > 0 ? " and " + doubtful + " doubtful" : "")
                + (stretch.length() > 0
                        ? String.format(Locale.ROOT, " from %.1f s to %.1f s", stretch.startMs() / 1000.0, stretch.endMs() / 1000.0)
                        : ""), "tracks", probability);
    }

    List<Scored> counted(Collection<FoundTrack> candidates) {
        Term term = inspection.terms().stream()
                .filter(t -> t.noun() == 0 && t.check() instanceof Count)
                .findFirst()
                .orElseThrow();
        Map<Long, FoundTrack> moments = new LinkedHashMap<>();
        candidates.forEach(c -> moments.putIfAbsent(c.moment().id(), c));
        List<Scored> all = new ArrayList<>();
        moments.values().forEach(found -> all.addAll(counted(found, term)));
        return all;
    }

    private List<Scored> counted(FoundTrack found, Term term) {
        Count count = (Count) term.check();
        List<CountSweep.Stretch> stretches =
                CountSweep.stretches(inspection.members(found, by.tracks(found.moment().id()), 0));
        List<Scored> runs = new ArrayList<>();
        for (int i = 0; i < stretches.size(); ) {
            int end = i;
            while (end < stretches.size() && fits(stretches.get(end), count, term.negated())
                    && (end == i || stretches.get(end).startMs() == stretches.get(end - 1).endMs())) {
                end++;
            }
            if (end > i) {
                List<CountSweep.Stretch> run = stretches.subList(i, end);
                long length = run.get(run.size() - 1).endMs() - run.get(0).startMs();
                if (length >= by.holdMs() || found.moment().startMs() == found.moment().endMs()) {
                    runs.addAll(scored(found, run, count, term));
                }
            }
            i = Math.max(end, i + 1);
        }
        if (runs.isEmpty() && !stretches.isEmpty()) {
            CountSweep.Stretch best = stretches.stream()
                    .max(best(count))
                    .orElseThrow();
            runs.addAll(scored(found, List.of(best), count, term));
        }
        return runs;
    }

    private static Comparator<CountSweep.Stretch> best(Count count) {
        return Comparator.comparingDouble((CountSweep.Stretch s) -> s.probability(count.least(), count.most()))
                .thenComparingLong(CountSweep.Stretch::length);
    }

    private boolean fits(CountSweep.Stretch stretch, Count count, boolean negated) {
        Opinion opinion = judged(stretch, count, by.yes());
        return (negated ? opinion.not() : opinion).verdict() == Verdict.MET;
    }

    private List<Scored> scored(FoundTrack found, List<CountSweep.Stretch> run, Count count, Term counting) {
        CountSweep.Stretch best = run.stream().max(best(count)).orElseThrow();
        long from = run.get(0).startMs();
        long to = run.get(run.size() - 1).endMs();
        List<Track> things = best.members().stream()
                .filter(m -> m.probability() >= by.yes())
                .map(CountSweep.Member::track)
                .toList();
        Track first = things.isEmpty() ? best.members().get(0).track() : things.get(0);
        List<Track> counted = things.isEmpty() ? List.of(first) : things;
        long middle = (best.startMs() + best.endMs()) / 2;
        Observation frame = first.at(middle);
        Track interval = new Track(first.id(), first.moment(), false, from, to, frame.timeMs(), first.motion(), first.labels(),
                first.colours(), first.quality(), first.path());
        FoundTrack shown = new FoundTrack(found.asset(), found.moment(), interval);
        Map<Integer, Company> company = inspection.company(shown);
        List<Opinion> opinions = new ArrayList<>();
        Joint joint = Joint.NONE;
        Joint decided = Joint.NONE; // numbers exclude each other: the one that is seen answers, however many share in the rest
        for (Term term : inspection.terms()) {
            Opinion opinion;
            if (term.check().ofStretch()) {
                opinion = null;
            } else if (term.noun() == 0 && term.check() instanceof Count asked) {
                // Said twice ("at least two, at most three"), the runs are those of the first; the others are judged on them.
                opinion = term.turned(judged(best, asked, by.yes()));
                double decision = best.decision(asked.least(), asked.most());
                joint = joined(joint, opinion.probability(), term.equals(counting));
                decided = joined(decided, term.negated() ? 1 - decision : decision, term.equals(counting));
            } else if (term.noun() == 0 && term.check().ofOneThing() || term.check() instanceof Near) {
                // The count's own probability already holds those of its members; shown is the weakest of them.
                opinion = counted.stream()
                        .map(t -> of(term, Inspection.beside(found, t)))
                        .min(Comparator.comparingDouble(Opinion::probability))
                        .map(o -> new Opinion(o.probability(), o.verdict(), o.told(), o.model(), o.order()))
                        .orElseThrow();
            } else {
                opinion = inspection.opinion(term, shown, company);
                Company with = company.get(term.noun());
                if (with == null || !with.absent() || term.check() instanceof IsA) {
                    joint = joint.and(opinion.probability());
                    decided = decided.and(opinion.probability());
                }
            }
            opinions.add(opinion);
        }
        return new Stretches(inspection).of(shown, opinions, company.values(), joint, decided, to - from).stream()
                .map(one -> around(one, first, counted))
                .toList();
    }

    private static Joint joined(Joint joint, double probability, boolean first) {
        return first ? joint.and(probability) : joint.weaker(Joint.of(probability));
    }

    private Opinion of(Term term, FoundTrack member) {
        return term.noun() == 0 ? term.check().judged(term, member, by) : new Company(inspection, term.noun(), member).opinion(term);
    }

    private static Scored around(Scored one, Track first, List<Track> counted) {
        Box around = counted.stream().map(t -> t.at(one.frameMs()).box()).reduce(Counts::both).orElseThrow();
        return new Scored(one.asset(), one.moment(), first, one.startMs(), one.endMs(), one.frameMs(), Optional.of(around),
                one.involved(), one.opinions(), one.probability(), one.order(), one.hit());
    }

    private static Box both(Box a, Box b) {
        double x = Math.min(a.x(), b.x());
        double y = Math.min(a.y(), b.y());
        return new Box(x, y, Math.max(a.x() + a.w(), b.x() + b.w()) - x, Math.max(a.y() + a.h(), b.y() + b.h()) - y);
    }
}
