package dev.vireo.query.internal.search;

import dev.vireo.api.media.Box;
import dev.vireo.api.query.Involved;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.Sequence;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Orders: steps that were found each by itself, put together. A chain is as short as can be: of several things that come
 * before a step, the last one counts, and no first step is told twice. Its probability is that of its weakest step (as with
 * counts: faults of one detector depend on each other).
 */
public final class Chains {
    private static final int MOST_STEPS_FOUND = 2_000;

    private final List<Term> terms;
    private final List<Step> steps;
    private final Term sequence;
    private final List<Sequence.Link> links;
    private final Instruments by;

    /**
     * One step with what was found for it.
     *
     * @param inspection its terms
     * @param found hits and near misses
     */
    public record Step(Inspection inspection, List<Scored> found) {
        public Step {
            found = List.copyOf(found);
        }

        List<Scored> hits() {
            return found.stream()
                    .filter(Scored::hit)
                    .sorted(Comparator.comparingLong(Scored::startMs).thenComparing(Scored::endMs).thenComparing(s -> s.track().id()))
                    .limit(MOST_STEPS_FOUND)
                    .toList();
        }
    }

    /** @param terms of the whole question, the sequence among them */
    public Chains(List<Term> terms, Term sequence, List<Step> steps, Instruments by) {
        this.terms = List.copyOf(terms);
        this.sequence = sequence;
        this.steps = List.copyOf(steps);
        this.links = ((Sequence) sequence.check()).links();
        this.by = by;
    }

    public List<Scored> all() {
        Map<Long, List<List<Scored>>> assets = new TreeMap<>();
        for (int s = 0; s < steps.size(); s++) {
            for (Scored one : steps.get(s).found()) {
                assets.computeIfAbsent(one.asset().id(), k -> empty()).get(s).add(one);
            }
        }
        List<Scored> all = new ArrayList<>();
        assets.values().forEach(found -> all.addAll(sequence.negated() ? unfollowed(found) : followed(found)));
        return all;
    }

    private List<List<Scored>> empty() {
        List<List<Scored>> empty = new ArrayList<>();
        steps.forEach(s -> empty.add(new ArrayList<>()));
        return empty;
    }

    private static List<Scored> hits(List<Scored> found) {
        return new Step(null, found).hits();
    }

    // One after the other

    private List<Scored> followed(List<List<Scored>> found) {
        List<List<Scored>> hits = found.stream().map(Chains::hits).toList();
        Map<Scored, List<Scored>> byFirst = new LinkedHashMap<>();
        for (Scored last : hits.get(hits.size() - 1)) {
            List<Scored> chain = backwards(hits, hits.size() - 2, last, links);
            if (chain != null) {
                // The first that follows is the one that was asked for.
                byFirst.putIfAbsent(chain.get(0), chain);
            }
        }
        if (!byFirst.isEmpty()) {
            return byFirst.values().stream().map(c -> chain(c, Verdict.MET, 0.98, told(c))).toList();
        }
        return near(found, hits).stream().toList();
    }

    /** The shortest chain that ends with a step; null when there is none. */
    private List<Scored> backwards(List<List<Scored>> hits, int step, Scored next, List<Sequence.Link> limits) {
        if (step < 0) {
            return List.of(next);
        }
        List<Scored> before = hits.get(step);
        for (int i = before.size() - 1; i >= 0; i--) {
            Scored one = before.get(i);
            if (follows(one, next, limits.get(step))) {
                List<Scored> chain = backwards(hits, step - 1, one, limits);
                if (chain != null) {
                    List<Scored> longer = new ArrayList<>(chain);
                    longer.add(next);
                    return longer;
                }
            }
        }
        return null;
    }

    private static boolean follows(Scored one, Scored next, Sequence.Link link) {
        boolean same = one.track().id() == next.track().id() && !one.track().wholeFrame();
        return next.startMs() > one.startMs() && gap(one, next) <= link.limitMs() && same == link.same();
    }

    private static long gap(Scored one, Scored next) {
        return Math.max(0, next.startMs() - one.endMs());
    }

    /** What comes nearest in an asset: the steps too far apart, in another order, or not all of them seen. */
    private Optional<Scored> near(List<List<Scored>> found, List<List<Scored>> hits) {
        List<Sequence.Link> any = links.stream().map(l -> new Sequence.Link(Long.MAX_VALUE, l.same())).toList();
        List<Scored> nearest = null;
        long least = Long.MAX_VALUE;
        for (Scored last : hits.get(hits.size() - 1)) {
            List<Scored> chain = backwards(hits, hits.size() - 2, last, any);
            if (chain != null && gaps(chain) < least) {
                nearest = chain;
                least = gaps(chain);
            }
        }
        if (nearest != null) {
            return Optional.of(chain(nearest, Verdict.NOT_MET, 0.05, told(nearest)));
        }
        List<Scored> best = new ArrayList<>();
        for (List<Scored> step : found) {
            Optional<Scored> one = step.stream()
                    .max(Comparator.comparing(Scored::hit).thenComparing(Scored::probability).thenComparing(s -> -s.startMs()));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            best.add(one.get());
        }
        boolean all = best.stream().allMatch(Scored::hit);
        return Optional.of(all
                ? chain(best, Verdict.NOT_MET, 0.05, "not in this order: " + told(best))
                : chain(best, Verdict.NOT_MET, 0.05, "not every step was seen"));
    }

    private static long gaps(List<Scored> chain) {
        long sum = 0;
        for (int i = 1; i < chain.size(); i++) {
            sum += gap(chain.get(i - 1), chain.get(i));
        }
        return sum;
    }

    // Not followed

    /** First steps behind which the last one does not come. */
    private List<Scored> unfollowed(List<List<Scored>> found) {
        int last = steps.size() - 1;
        Sequence.Link link = links.get(last - 1);
        List<List<Scored>> hits = found.stream().map(Chains::hits).toList();
        List<Scored> all = new ArrayList<>();
        for (Scored end : hits.get(last - 1)) {
            List<Scored> chain = backwards(hits, last - 2, end, links);
            if (chain == null) {
                continue;
            }
            Optional<Scored> next = hits.get(last).stream().filter(n -> follows(end, n, link)).findFirst();
            if (next.isPresent()) {
                List<Scored> longer = new ArrayList<>(chain);
                longer.add(next.get());
                all.add(chain(longer, Verdict.NOT_MET, 0.05, told(longer)));
                continue;
            }
            double doubtful = found.get(last).stream()
                    .filter(n -> !n.hit() && follows(end, n, link))
                    .mapToDouble(Scored::probability)
                    .max()
                    .orElse(0);
            long until = link.limitMs() == Long.MAX_VALUE ? end.endMs() : end.endMs() + link.limitMs();
            long length = end.asset().info().durationMs();
            if (link.limitMs() < Long.MAX_VALUE && length > 0 && until > length) {
                all.add(chain(chain, Verdict.UNSURE, 0.4, told(chain) + ", the footage ends "
                        + seconds(Math.max(0, length - end.endMs())) + " later"));
            } else if (by.verdict(doubtful) != Verdict.NOT_MET) {
                all.add(chain(chain, Verdict.UNSURE, 1 - doubtful, told(chain) + ", what follows may be it"));
            } else {
                all.add(chain(chain, Verdict.MET, Math.min(0.95, 1 - doubtful), told(chain) + ", and nothing of the kind after it"));
            }
        }
        return all;
    }

    // Shown

    /** Where each step is. */
    private String told(List<Scored> chain) {
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < chain.size(); i++) {
            Scored one = chain.get(i);
            told.append(i == 0 ? "" : ", then ").append(steps.get(i).inspection().words(0)).append(" from ").append(seconds(one.startMs()));
            one.region().ifPresent(box -> told.append(String.format(Locale.ROOT, " in x %.0f y %.0f w %.0f h %.0f", box.x(), box.y(), box.w(),
                    box.h())));
            if (i > 0) {
                long gap = gap(chain.get(i - 1), one);
                told.append(gap == 0 ? ", while it is still there" : ", " + seconds(gap) + " later");
            }
        }
        return told.toString();
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    private Scored chain(List<Scored> chain, Verdict verdict, double probability, String value) {
        Scored first = chain.get(0);
        Opinion order = new Opinion(probability, verdict, value, "order");
        List<Opinion> opinions = new ArrayList<>();
        boolean hit = verdict == Verdict.MET;
        for (Term term : terms) {
            Opinion opinion = term.equals(sequence) ? order : weakest(term, chain);
            opinions.add(opinion);
            hit &= opinion.verdict() == Verdict.MET || sequence.negated() && !said(term, chain.size());
        }
        double least = probability;
        List<Involved> involved = new ArrayList<>(first.involved());
        for (int i = 0; i < chain.size(); i++) {
            Scored one = chain.get(i);
            least = Math.min(least, one.probability());
            if (i > 0) {
                involved.add(new Involved(steps.get(i).inspection().words(0), one.moment().id(), one.track().id(), one.startMs(),
                        one.endMs(), one.frameMs(), one.region().orElseGet(() -> whole(one))));
                involved.addAll(one.involved());
            }
        }
        long end = chain.stream().mapToLong(Scored::endMs).max().orElse(first.endMs());
        return new Scored(first.asset(), first.moment(), first.track(), first.startMs(), end, first.frameMs(), first.region(), involved,
                opinions, least, -gaps(chain), hit && least >= by.yes());
    }

    private static Box whole(Scored one) {
        return new Box(0, 0, Math.max(1, one.asset().info().width()), Math.max(1, one.asset().info().height()));
    }

    /** Whether a term is of one of the first steps. */
    private boolean said(Term term, int count) {
        return steps.subList(0, count).stream().anyMatch(s -> s.inspection().terms().contains(term));
    }

    /** What was found for a term in the step that shows it worst; of a step that did not come, that it did not. */
    private Opinion weakest(Term term, List<Scored> chain) {
        Opinion weakest = null;
        for (int i = 0; i < chain.size(); i++) {
            int at = steps.get(i).inspection().terms().indexOf(term);
            Opinion opinion = at < 0 ? null : chain.get(i).opinions().get(at);
            if (opinion != null && (weakest == null || opinion.probability() < weakest.probability())) {
                weakest = opinion;
            }
        }
        return weakest != null ? weakest : new Opinion(1, Verdict.MET, "tells only what must not follow", "order");
    }
}
