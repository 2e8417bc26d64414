package dev.vireo.query.internal.ranking;

import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.search.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Sorts what was found from what only comes near, and puts both in order. */
public final class Ranker {
    private final List<Term> terms;
    private final Instruments by;

    /** @param terms what the opinions of what was found are on, in their order */
    public Ranker(List<Term> terms, Instruments by) {
        this.terms = List.copyOf(terms);
        this.by = by;
    }

    /** Hits and near misses, best first. */
    public Ranking rank(List<Scored> all, int top, RerankStep rerank) {
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
        by.tell(Stream.concat(found.groups.stream(), near.groups.stream()).flatMapToLong(g -> g.best().tracks()));
        return new Ranking(hits(found), hits(near));
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
        for (int i = 0; i < terms.size(); i++) {
            Opinion o = s.opinions().get(i);
            evidence.add(new Evidence(terms.get(i).condition().id(), o.verdict(), o.value(), round(o.probability()), o.model()));
        }
        return new Hit(s.moment().id(), s.track().id(), s.asset().id(), s.asset().path(), s.startMs(), s.endMs(),
                s.asset().clock().start().map(start -> start.plusMillis(s.frameMs()).atZone(by.zone()).toOffsetDateTime()),
                s.asset().clock(), score, s.probability(), s.region(), s.frameMs(), s.involved(), evidence, group.twins());
    }

    private static double round(double probability) {
        return Math.round(probability * 10_000) / 10_000.0;
    }
}
