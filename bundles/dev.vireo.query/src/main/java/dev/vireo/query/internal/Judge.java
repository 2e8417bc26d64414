package dev.vireo.query.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds every condition against every candidate and sorts what is found from what only comes near. */
final class Judge {
    /** Members of a count that are less probable than this are nobody. */
    private static final double NOBODY = 0.1;
    /** What a detector did not see may be there all the same. */
    private static final double SURE_OF_ABSENCE = 0.95;

    private final Catalog catalog;
    private final Likeness likeness;
    private final List<Term> terms;
    private final ZoneId zone;
    private final double yes;
    private final long holdMs;
    private final ClassPool pool;
    private final Measures measures;
    private final Map<Long, List<Track>> tracksOf = new HashMap<>();

    Judge(Catalog catalog, Lexicon lexicon, Likeness likeness, List<Term> terms, Tuning tuning, ZoneId zone) {
        this.catalog = catalog;
        this.likeness = likeness;
        this.terms = terms;
        this.zone = zone;
        this.yes = tuning.answer_probability();
        this.holdMs = tuning.count_hold_ms();
        this.pool = new ClassPool(lexicon.models(), tuning.detector_weight(), tuning.classifier_weight(), yes,
                tuning.unsure_probability());
        this.measures = new Measures(zone, yes, tuning.unsure_probability());
    }

    /** A candidate with what was measured for it. */
    private record Scored(
            Asset asset, Moment moment, Track track, long startMs, long endMs, long frameMs, Optional<Box> region,
            List<Opinion> opinions, double probability, double order, boolean hit) {}

    ConditionQueryEngine.Ranking rank(Candidates candidates, int top) {
        List<Scored> all = candidates.counting()
                ? counted(candidates.tracks())
                : merged(candidates.tracks().stream().map(this::judge).toList());
        List<Scored> sorted = all.stream()
                .sorted(Comparator.comparingDouble(Scored::probability).thenComparingDouble(Scored::order).reversed()
                        .thenComparing(s -> s.asset.id())
                        .thenComparing(s -> s.moment.id())
                        .thenComparing(s -> s.startMs)
                        .thenComparing(s -> s.track.id()))
                .toList();
        return new ConditionQueryEngine.Ranking(
                sorted.stream().filter(Scored::hit).limit(top).map(this::shown).toList(),
                sorted.stream().filter(s -> !s.hit).limit(top).map(this::shown).toList());
    }

    private Hit shown(Scored s) {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            Opinion o = s.opinions.get(i);
            evidence.add(new Evidence(terms.get(i).condition().id(), o.verdict(), o.value(), round(o.probability()), o.model()));
        }
        double score = s.probability + likeness.fused(s.track.id());
        return new Hit(s.moment.id(), s.track.id(), s.asset.id(), s.asset.path(), s.startMs, s.endMs,
                s.asset.clock().start().map(start -> start.plusMillis(s.frameMs).atZone(zone).toOffsetDateTime()),
                s.asset.clock(), score, s.probability, s.region, s.frameMs, evidence);
    }

    private static double round(double probability) {
        return Math.round(probability * 10_000) / 10_000.0;
    }

    // One track

    private Scored judge(FoundTrack found) {
        Track track = found.track();
        Map<Integer, Company> company = company(track);
        List<Opinion> opinions = new ArrayList<>();
        double probability = 1;
        double order = 0;
        boolean hit = true;
        for (Term term : terms) {
            Opinion opinion = opinion(term, found, company);
            opinions.add(opinion);
            Company with = company.get(term.noun());
            boolean counts = with == null || !with.absent || term.check() instanceof Term.IsA;
            probability *= counts ? opinion.probability() : 1;
            hit &= opinion.verdict() == Verdict.MET;
            order += term.noun() == 0 ? opinion.order() : 0;
        }
        return placed(found, track, opinions, company, probability, order + likeness.fused(track.id()),
                hit && probability >= yes);
    }

    private Scored placed(
            FoundTrack found, Track track, List<Opinion> opinions, Map<Integer, Company> company, double probability, double order,
            boolean hit) {
        long from = track.startMs();
        long to = track.endMs();
        for (Company with : company.values()) {
            if (!with.absent && with.best != null && with.probability >= yes
                    && Math.max(from, with.best.startMs()) <= Math.min(to, with.best.endMs())) {
                from = Math.max(from, with.best.startMs());
                to = Math.min(to, with.best.endMs());
            }
        }
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).check() instanceof Term.SeenAt at && !terms.get(i).negated()
                    && opinions.get(i).verdict() == Verdict.MET) {
                Instant start = found.asset().clock().start().orElseThrow();
                TimeRange seen = Measures.captured(found.asset(), from, to);
                List<TimeRange> inside = at.time().ranges(seen.from(), seen.to(), zone);
                if (!inside.isEmpty()) {
                    long first = inside.get(0).from().toEpochMilli() - start.toEpochMilli();
                    long last = inside.get(inside.size() - 1).to().toEpochMilli() - start.toEpochMilli();
                    from = Math.max(from, first);
                    to = Math.min(to, Math.max(first, last));
                }
            }
        }
        Observation shown = seen(track, from, to);
        Optional<Box> region = track.wholeFrame() ? Optional.empty() : Optional.of(shown.box());
        return new Scored(found.asset(), found.moment(), track, from, Math.max(from, to), shown.timeMs(), region, opinions,
                Math.clamp(probability, 0, 1), order, hit);
    }

    /** The key observation, or the one nearest to it inside an interval. */
    private static Observation seen(Track track, long from, long to) {
        Observation key = track.key();
        if (key.timeMs() >= from && key.timeMs() <= to) {
            return key;
        }
        return track.path().stream()
                .filter(o -> o.timeMs() >= from && o.timeMs() <= to)
                .min(Comparator.comparingLong(o -> Math.abs(o.timeMs() - key.timeMs())))
                .orElseGet(() -> track.at(Math.clamp(key.timeMs(), from, Math.max(from, to))));
    }

    private Opinion opinion(Term term, FoundTrack found, Map<Integer, Company> company) {
        if (term.noun() > 0) {
            return company.get(term.noun()).opinion(term);
        }
        Opinion opinion = switch (term.check()) {
            case Term.IsA isA -> pool.of(isA.target(), found.track());
            case Term.HasColour colour -> measures.colour(colour.colours(), found.track());
            case Term.Moves moves -> measures.state(moves.state(), found.track());
            case Term.SeenAt at -> measures.time(at.time(), found.asset(), found.track());
            case Term.From from -> {
                boolean there = from.assets().contains(found.asset().id());
                yield new Opinion(there ? 1 : 0.01, there ? Verdict.MET : Verdict.NOT_MET, fileName(found.asset()), "catalogue");
            }
            case Term.Looks looks -> likeness.of(term, found.track().id());
            case Term.Resembles resembles -> likeness.of(term, found.track().id());
            case Term.Count count -> throw new IllegalStateException("counts are judged by moment");
        };
        return term.negated() ? opinion.not() : opinion;
    }

    private static String fileName(Asset asset) {
        String path = asset.path().replace('\\', '/');
        return path.substring(path.lastIndexOf('/') + 1);
    }

    // Other things at the same time

    /** What is known of another noun of the question while a track is on screen. */
    private final class Company {
        private final boolean absent;
        private final Track best;
        private final double probability;
        private final boolean canTell;
        private final int noun;
        private final long from;
        private final long to;
        private final List<Track> around;

        private Company(int noun, Track subject) {
            this.noun = noun;
            this.from = subject.startMs();
            this.to = subject.endMs();
            this.around = tracks(subject.moment()).stream()
                    .filter(t -> t.id() != subject.id() && t.startMs() <= to && t.endMs() >= from)
                    .toList();
            Term named = terms.stream()
                    .filter(t -> t.noun() == noun && t.check() instanceof Term.IsA)
                    .findFirst()
                    .orElse(null);
            this.absent = named != null && named.negated();
            this.canTell = named != null && ((Term.IsA) named.check())
                    .target().models().values().stream().anyMatch(m -> m.covers() && !m.labels().isEmpty());
            Track most = null;
            double top = 0;
            double none = 1;
            for (Track track : subject.wholeFrame() ? with(subject) : around) {
                double joint = joint(track, noun);
                none *= joint >= yes ? 1 - joint : 1;
                if (joint > top) {
                    top = joint;
                    most = track;
                }
            }
            this.best = most;
            // One of several believable ones is enough.
            this.probability = Math.max(top, 1 - none);
        }

        private List<Track> with(Track subject) {
            List<Track> all = new ArrayList<>(around);
            all.add(subject);
            return all;
        }

        private Opinion opinion(Term term) {
            if (term.check() instanceof Term.Count count) {
                List<CountSweep.Member> members = members(around, noun);
                Opinion counted = CountSweep.stretches(members).stream()
                        .filter(s -> s.endMs() >= from && s.startMs() <= to)
                        .max(Comparator.comparingDouble(s -> s.probability(count.least(), count.most())))
                        .map(s -> judged(s, count))
                        .orElse(new Opinion(0.02, Verdict.NOT_MET, "none seen at the same time", "tracks"));
                return term.negated() ? counted.not() : counted;
            }
            if (absent) {
                if (!canTell) {
                    return new Opinion(0.4, Verdict.UNSURE, "no live model can tell its absence", "vocabulary");
                }
                double none = Math.min(SURE_OF_ABSENCE, 1 - probability);
                Verdict verdict = new Opinion(0, pool.verdict(probability), "", "").not().verdict();
                return new Opinion(none, verdict, probability < NOBODY ? "none seen" : seen(), "tracks");
            }
            if (best == null) {
                return new Opinion(0.02, Verdict.NOT_MET, "none seen at the same time", "tracks");
            }
            Opinion alone = single(term, best);
            double any = term.check() instanceof Term.IsA && alone.verdict() == Verdict.MET
                    ? Math.max(alone.probability(), probability)
                    : alone.probability();
            Opinion shown = new Opinion(any, alone.verdict(), alone.value() + " " + at(best.keyMs()), alone.model());
            return term.negated() ? shown.not() : shown;
        }

        private String seen() {
            return terms.stream()
                    .filter(t -> t.noun() == noun && t.check() instanceof Term.IsA)
                    .map(t -> single(t, best).value() + " " + at(best.keyMs()))
                    .findFirst()
                    .orElse("");
        }
    }

    private static String at(long ms) {
        return String.format(Locale.ROOT, "at %.1f s", ms / 1000.0);
    }

    private Map<Integer, Company> company(Track track) {
        Map<Integer, Company> company = new LinkedHashMap<>();
        for (Term term : terms) {
            if (term.noun() > 0 && !company.containsKey(term.noun())) {
                company.put(term.noun(), new Company(term.noun(), track));
            }
        }
        return company;
    }

    private List<Track> tracks(long moment) {
        return tracksOf.computeIfAbsent(moment, catalog::tracks);
    }

    /** Class, colour and state of one track; null for what is not about a track alone. */
    private Opinion single(Term term, Track track) {
        return switch (term.check()) {
            case Term.IsA isA -> pool.of(isA.target(), track);
            case Term.HasColour colour -> measures.colour(colour.colours(), track);
            case Term.Moves moves -> measures.state(moves.state(), track);
            default -> null;
        };
    }

    /** Probability that a track is the thing, with its colour and state, that one noun of the question stands for. */
    private double joint(Track track, int noun) {
        double joint = 1;
        for (Term term : terms) {
            Opinion opinion = term.noun() == noun ? single(term, track) : null;
            if (opinion != null) {
                boolean turned = term.negated() && !(term.check() instanceof Term.IsA && noun > 0);
                joint *= turned ? 1 - opinion.probability() : opinion.probability();
            }
        }
        return joint;
    }

    // Counts

    private List<CountSweep.Member> members(List<Track> tracks, int noun) {
        return tracks.stream()
                .filter(t -> !t.wholeFrame())
                .map(t -> new CountSweep.Member(t, joint(t, noun)))
                .filter(m -> m.probability() >= NOBODY)
                .toList();
    }

    private Opinion judged(CountSweep.Stretch stretch, Term.Count count) {
        long seen = stretch.counted(yes);
        Verdict verdict;
        if (seen >= count.least() && seen <= count.most()) {
            verdict = Verdict.MET;
        } else {
            // More than asked still contains as many as asked; fewer does not.
            verdict = seen > count.most() ? Verdict.UNSURE : Verdict.NOT_MET;
        }
        long doubtful = stretch.members().size() - seen;
        String value = seen + " at once" + (doubtful > 0 ? " and " + doubtful + " doubtful" : "")
                + (stretch.length() > 0
                        ? String.format(Locale.ROOT, " from %.1f s to %.1f s", stretch.startMs() / 1000.0, stretch.endMs() / 1000.0)
                        : "");
        return new Opinion(stretch.probability(count.least(), count.most()), verdict, value, "tracks");
    }

    private List<Scored> counted(Collection<FoundTrack> candidates) {
        Term term = terms.stream()
                .filter(t -> t.noun() == 0 && t.check() instanceof Term.Count)
                .findFirst()
                .orElseThrow();
        Map<Long, FoundTrack> moments = new LinkedHashMap<>();
        candidates.forEach(c -> moments.putIfAbsent(c.moment().id(), c));
        List<Scored> all = new ArrayList<>();
        moments.values().forEach(found -> all.addAll(counted(found, term)));
        return all;
    }

    private List<Scored> counted(FoundTrack found, Term term) {
        Term.Count count = (Term.Count) term.check();
        List<CountSweep.Stretch> stretches =
                CountSweep.stretches(members(tracks(found.moment().id()), 0));
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
                if (length >= holdMs || found.moment().startMs() == found.moment().endMs()) {
                    runs.add(scored(found, run, count, term));
                }
            }
            i = Math.max(end, i + 1);
        }
        if (runs.isEmpty() && !stretches.isEmpty()) {
            CountSweep.Stretch best = stretches.stream()
                    .max(best(count))
                    .orElseThrow();
            runs.add(scored(found, List.of(best), count, term));
        }
        return runs;
    }

    private static Comparator<CountSweep.Stretch> best(Term.Count count) {
        return Comparator.comparingDouble((CountSweep.Stretch s) -> s.probability(count.least(), count.most()))
                .thenComparingLong(CountSweep.Stretch::length);
    }

    private boolean fits(CountSweep.Stretch stretch, Term.Count count, boolean negated) {
        Opinion opinion = judged(stretch, count);
        return (negated ? opinion.not() : opinion).verdict() == Verdict.MET;
    }

    private Scored scored(FoundTrack found, List<CountSweep.Stretch> run, Term.Count count, Term counting) {
        CountSweep.Stretch best = run.stream().max(best(count)).orElseThrow();
        long from = run.get(0).startMs();
        long to = run.get(run.size() - 1).endMs();
        List<Track> things = best.members().stream()
                .filter(m -> m.probability() >= yes)
                .map(CountSweep.Member::track)
                .toList();
        Track first = things.isEmpty() ? best.members().get(0).track() : things.get(0);
        List<Track> counted = things.isEmpty() ? List.of(first) : things;
        long middle = (best.startMs() + best.endMs()) / 2;
        Observation frame = first.at(middle);
        Track interval = new Track(first.id(), first.moment(), false, from, to, frame.timeMs(), first.motion(), first.labels(),
                first.colours(), first.quality(), first.path());
        FoundTrack shown = new FoundTrack(found.asset(), found.moment(), interval);
        Map<Integer, Company> company = company(interval);
        List<Opinion> opinions = new ArrayList<>();
        double probability = 1;
        boolean hit = true;
        for (Term term : terms) {
            Opinion opinion;
            if (term.equals(counting)) {
                Opinion judged = judged(best, count);
                opinion = term.negated() ? judged.not() : judged;
                probability *= opinion.probability();
            } else if (term.noun() == 0 && single(term, first) != null) {
                // The count's own probability already holds those of its members; shown is the weakest of them.
                opinion = counted.stream()
                        .map(t -> term.negated() ? single(term, t).not() : single(term, t))
                        .min(Comparator.comparingDouble(Opinion::probability))
                        .orElseThrow();
            } else {
                opinion = opinion(term, shown, company);
                Company with = company.get(term.noun());
                probability *= with == null || !with.absent || term.check() instanceof Term.IsA ? opinion.probability() : 1;
            }
            opinions.add(opinion);
            hit &= opinion.verdict() == Verdict.MET;
        }
        Scored one = placed(shown, interval, opinions, company, probability, to - from, hit && probability >= yes);
        Box around = counted.stream().map(t -> t.at(one.frameMs).box()).reduce(Judge::both).orElseThrow();
        return new Scored(one.asset, one.moment, first, one.startMs, one.endMs, one.frameMs, Optional.of(around), opinions,
                one.probability, one.order, one.hit);
    }

    private static Box both(Box a, Box b) {
        double x = Math.min(a.x(), b.x());
        double y = Math.min(a.y(), b.y());
        return new Box(x, y, Math.max(a.x() + a.w(), b.x() + b.w()) - x, Math.max(a.y() + a.h(), b.y() + b.h()) - y);
    }

    // Whole frames

    /**
     * The whole frame and an object in it are one finding: the object shows where, so it stands for both; the frame stands
     * alone when no object answers.
     */
    private static List<Scored> merged(List<Scored> all) {
        Map<Long, List<Scored>> byMoment = new LinkedHashMap<>();
        all.forEach(s -> byMoment.computeIfAbsent(s.moment.id(), k -> new ArrayList<>()).add(s));
        List<Scored> kept = new ArrayList<>();
        for (List<Scored> here : byMoment.values()) {
            Optional<Scored> whole = here.stream().filter(s -> s.track.wholeFrame()).findFirst();
            List<Scored> objects = here.stream().filter(s -> !s.track.wholeFrame()).toList();
            Optional<Scored> best = objects.stream()
                    .max(Comparator.comparingDouble(Scored::probability).thenComparing(s -> -s.track.id()));
            if (whole.isEmpty() || best.isEmpty()) {
                kept.addAll(here);
            } else if (best.get().hit) {
                boolean surer = whole.get().hit && whole.get().probability > best.get().probability;
                for (Scored object : objects) {
                    kept.add(surer && object.equals(best.get()) ? raised(object, whole.get()) : object);
                }
            } else if (whole.get().hit || whole.get().probability > best.get().probability) {
                kept.add(whole.get());
            } else {
                kept.addAll(objects);
            }
        }
        return kept;
    }

    private static Scored raised(Scored object, Scored whole) {
        List<Opinion> opinions = new ArrayList<>();
        for (int i = 0; i < object.opinions.size(); i++) {
            Opinion own = object.opinions.get(i);
            Opinion frame = whole.opinions.get(i);
            opinions.add(frame.probability() > own.probability()
                    ? new Opinion(frame.probability(), frame.verdict(), own.value() + "; whole frame: " + frame.value(),
                            own.model().contains(frame.model()) ? own.model() : own.model() + ", " + frame.model())
                    : own);
        }
        return new Scored(object.asset, object.moment, object.track, object.startMs, object.endMs, object.frameMs, object.region,
                opinions, whole.probability, whole.order, true);
    }
}
