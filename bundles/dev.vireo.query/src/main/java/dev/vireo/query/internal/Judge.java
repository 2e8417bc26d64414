package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds every condition against every candidate and sorts what is found from what only comes near. */
final class Judge {
    private final Inspection inspection;
    private final Instruments by;

    Judge(List<Term> terms, Instruments by) {
        this.inspection = new Inspection(terms, by);
        this.by = by;
    }

    /** What was found for each candidate. */
    List<Scored> scored(Candidates candidates) {
        List<Long> moments = candidates.tracks().stream().map(c -> c.moment().id()).distinct().toList();
        if (by.company()) {
            by.load(moments);
        }
        if (by.read()) {
            by.loadTexts(moments);
        }
        if (by.likeness().asked()) {
            by.likeness().load(candidates.tracks().stream().map(c -> c.track().id()).toList());
        }
        return candidates.counting()
                ? new Counts(inspection).counted(candidates.tracks())
                : WholeFrames.merged(candidates.tracks().stream().flatMap(f -> judge(f).stream()).toList());
    }

    Inspection inspection() {
        return inspection;
    }

    /** Hits and near misses, best first. */
    ConditionQueryEngine.Ranking rank(List<Scored> all, int top, RerankStep rerank) {
        List<Scored> sorted = all.stream()
                .sorted(Comparator.comparing(Scored::roughly)
                        .thenComparing(Comparator.comparingDouble(Scored::probability).thenComparingDouble(Scored::order).reversed())
                        .thenComparing(s -> s.asset().id())
                        .thenComparing(s -> s.moment().id())
                        .thenComparing(s -> s.startMs())
                        .thenComparing(s -> s.track().id()))
                .toList();
        TwinGroups groups = new TwinGroups(by.twins(sorted.stream().map(s -> s.asset().id()).distinct().toList()));
        List<Scored> hits = sorted.stream().filter(Scored::hit).toList();
        List<Scored> misses = sorted.stream().filter(s -> !s.hit()).toList();
        Optional<RerankStep.Order> order = rerank.reordered(hits, misses);
        Shown found = shown(groups, order.map(RerankStep.Order::hits).orElseGet(() -> placed(hits)), top);
        Shown near = shown(groups, order.map(RerankStep.Order::nearMisses).orElseGet(() -> placed(misses)), top);
        by.tell(Stream.concat(found.groups.stream(), near.groups.stream()).map(TwinGroups.Group::best).toList());
        return new ConditionQueryEngine.Ranking(hits(found), hits(near));
    }

    /** What is shown of a list, and the scores that it is ordered by. */
    private record Shown(List<TwinGroups.Group> groups, Map<Scored, Double> scores) {}

    private List<RerankStep.Placed> placed(List<Scored> list) {
        return list.stream()
                .map(s -> new RerankStep.Placed(s, s.probability() + by.likeness().fused(s.track().id())))
                .toList();
    }

    private static Shown shown(TwinGroups groups, List<RerankStep.Placed> list, int top) {
        Map<Scored, Double> scores = new IdentityHashMap<>();
        list.forEach(p -> scores.put(p.item(), p.score()));
        return new Shown(groups.of(list.stream().map(RerankStep.Placed::item).toList(), top), scores);
    }

    private List<Hit> hits(Shown shown) {
        return shown.groups.stream().map(group -> hit(group, shown.scores.get(group.best()))).toList();
    }

    private Hit hit(TwinGroups.Group group, double score) {
        Scored s = group.best();
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < inspection.terms().size(); i++) {
            Opinion o = s.opinions().get(i);
            evidence.add(new Evidence(inspection.terms().get(i).condition().id(), o.verdict(), o.value(), round(o.probability()), o.model()));
        }
        return new Hit(s.moment().id(), s.track().id(), s.asset().id(), s.asset().path(), s.startMs(), s.endMs(),
                s.asset().clock().start().map(start -> start.plusMillis(s.frameMs()).atZone(by.zone()).toOffsetDateTime()),
                s.asset().clock(), score, s.probability(), s.region(), s.frameMs(), s.involved(), evidence, group.twins());
    }

    private static double round(double probability) {
        return Math.round(probability * 10_000) / 10_000.0;
    }

    private List<Scored> judge(FoundTrack found) {
        Map<Integer, Company> company = inspection.company(found);
        List<Opinion> opinions = new ArrayList<>();
        Map<Integer, Joint> byNoun = new HashMap<>();
        double order = 0;
        for (Term term : inspection.terms()) {
            if (term.check().ofStretch()) {
                opinions.add(null);
                continue;
            }
            Opinion opinion = inspection.opinion(term, found, company);
            opinions.add(opinion);
            Company with = company.get(term.noun());
            boolean counts = with == null || !with.absent() || term.check() instanceof IsA || term.check() instanceof Near;
            byNoun.merge(term.noun(), counts ? Joint.of(opinion.probability()) : Joint.NONE, Joint::and);
            order += term.noun() == 0 ? opinion.order() : 0;
        }
        // As with counts and orders: faults of one detector depend on each other, so several things are as sure as the least.
        Joint joint = byNoun.values().stream().reduce(Joint.NONE, Joint::weaker);
        return new Stretches(inspection).of(found, opinions, company.values(), joint, order + by.likeness().fused(found.track().id()));
    }
}
