package dev.vireo.query.internal.ranking;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.query.Plan;
import dev.vireo.api.rerank.Measure;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.api.rerank.Reranking;
import dev.vireo.query.internal.condition.HasColour;
import dev.vireo.query.internal.condition.IsA;
import dev.vireo.query.internal.condition.Looks;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.search.Scored;
import dev.vireo.query.internal.tuning.RerankUse;
import dev.vireo.query.internal.tuning.Tuning;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Asks the live rerankers about the head of a ranked list and fuses their orders with its own by reciprocal rank,
 * {@code sum 1 / (60 + rank)} (Cormack, Clarke and Büttcher 2009): an order needs no calibration, and one reranker that
 * errs cannot turn the list over. Hits stay hits, near misses near misses.
 *
 * <p>All rerankers have until an instant that the question's own beginning sets: what searching took is not theirs any more. What
 * does not come back complete is not used, and a notice says so.
 */
public final class RerankStep {
    private static final Logger LOG = System.getLogger(RerankStep.class.getName());
    private static final int RANK_OFFSET = 60;
    /** Measures are a few sums: they are worth this much even after a slow search. */
    private static final long MEASURES_NANOS = Duration.ofMillis(10).toNanos();

    /** An item and what the list is ordered by now. */
    record Placed(Scored item, double score) {}

    /** Hits and near misses in their new order; without a reranker empty, and the caller keeps its own order and scores. */
    record Order(List<Placed> hits, List<Placed> nearMisses) {}

    private final Broker broker;
    private final MomentSentence sentences;
    private final String question;
    private final Plan plan;
    private final List<Term> terms;
    private final Tuning tuning;
    private final KeptRerankings kept;
    private final long deadline;
    private final List<String> notices = new ArrayList<>();
    private long tookMs;
    private boolean asked;

    /** @param since when the question came, as {@link System#nanoTime()} tells it */
    public RerankStep(
            Broker broker,
            MomentSentence sentences,
            String question,
            Plan plan,
            List<Term> terms,
            Tuning tuning,
            KeptRerankings kept,
            long since) {
        this.broker = broker;
        this.sentences = sentences;
        this.question = question;
        this.plan = plan;
        this.terms = terms;
        this.tuning = tuning;
        this.kept = kept;
        this.deadline = since + Duration.ofMillis(tuning.rerank_ms()).toNanos();
    }

    /** What the reader should know; empty when all went as planned. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /** Time that the step took [ms]; empty when no reranker was asked. */
    public Optional<Long> tookMs() {
        return asked ? Optional.of(tookMs) : Optional.empty();
    }

    /** @param hits best first, @param nearMisses best first */
    Optional<Order> reordered(List<Scored> hits, List<Scored> nearMisses) {
        long begin = System.nanoTime();
        int depth = tuning.rerank_depth();
        List<Scored> head = new ArrayList<>(hits.subList(0, Math.min(depth, hits.size())));
        int sure = head.size();
        head.addAll(nearMisses.subList(0, Math.min(depth, nearMisses.size())));
        if (head.size() < 2) {
            return Optional.empty();
        }
        List<Map<Long, Double>> opinions = scores(head);
        tookMs = (System.nanoTime() - begin) / 1_000_000;
        if (opinions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Order(
                fused(hits, IntStream.range(0, sure).toArray(), opinions),
                fused(nearMisses, IntStream.range(sure, head.size()).toArray(), opinions)));
    }

    private List<Map<Long, Double>> scores(List<Scored> head) {
        List<Map<Long, Double>> all = new ArrayList<>();
        try (Leases<Reranker> leases = broker.leaseAll(Reranker.class)) {
            for (Reranker reranker : leases.services()) {
                if (!wanted(reranker.reads())) {
                    continue;
                }
                asked = true;
                List<RerankCandidate> candidates = candidates(head, reranker.reads());
                kept.find(reranker, question, candidates)
                        .or(() -> answer(reranker, new RerankRequest(question, plan, candidates, budget(reranker.reads()))))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    private Duration budget(Reranker.Reads reads) {
        long left = deadline - System.nanoTime();
        return Duration.ofNanos(reads == Reranker.Reads.MEASURES ? Math.max(left, MEASURES_NANOS) : left);
    }

    private Optional<Map<Long, Double>> answer(Reranker reranker, RerankRequest request) {
        try {
            Reranking reranking = reranker.rerank(request);
            if (reranking.complete()) {
                kept.keep(reranker, question, request.candidates(), reranking.scores());
                return Optional.of(reranking.scores());
            }
            notices.add("not reranked by " + reranker.info().ref() + ": " + reranking.scores().size() + " of "
                    + request.candidates().size() + " were read, all would have taken until more than " + tuning.rerank_ms()
                    + " ms after the question came (dev.vireo.query rerank.ms); the order is that of the evidence");
        } catch (VireoException e) {
            if (e.kind() != ErrorKind.UNAVAILABLE) {
                throw e;
            }
            LOG.log(Level.INFO, "reranker left during a question: {0}", e.getMessage());
            notices.add("not reranked: " + reranker.info().ref() + " was stopped meanwhile; the order is that of the evidence");
        }
        return Optional.empty();
    }

    private boolean wanted(Reranker.Reads reads) {
        RerankUse use = reads == Reranker.Reads.SENTENCES ? tuning.rerank_sentences() : tuning.rerank_measures();
        // Sentences are English: a question in another language cannot be held against them.
        boolean readable = reads != Reranker.Reads.SENTENCES || plan.language().equals("en") && !question.isBlank();
        boolean free = terms.stream().anyMatch(t -> t.check() instanceof Looks);
        return readable && (use == RerankUse.ALWAYS || use == RerankUse.FREE && free);
    }

    private List<RerankCandidate> candidates(List<Scored> head, Reranker.Reads reads) {
        List<RerankCandidate> candidates = new ArrayList<>();
        if (reads == Reranker.Reads.SENTENCES) {
            sentences.load(head.stream().map(s -> s.moment().id()).toList());
        }
        for (int i = 0; i < head.size(); i++) {
            Scored s = head.get(i);
            candidates.add(reads == Reranker.Reads.SENTENCES
                    ? new RerankCandidate(i, sentences.of(new FoundTrack(s.asset(), s.moment(), s.track()), s.frameMs()), Map.of())
                    : new RerankCandidate(i, "", measures(s)));
        }
        return candidates;
    }

    private Map<Measure, Double> measures(Scored s) {
        Map<Measure, Double> measures = new EnumMap<>(Measure.class);
        Track track = s.track();
        measures.put(Measure.PROBABILITY, s.probability());
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            double p = s.opinions().get(i).probability();
            measures.merge(Measure.WEAKEST, p, Math::min);
            if (!term.negated() && term.check() instanceof IsA) {
                measures.merge(Measure.CLASS, p, Math::max);
            }
            if (!term.negated() && term.noun() == 0 && term.check() instanceof HasColour colour) {
                measures.put(Measure.COLOUR, Math.min(1, track.colours().stream()
                        .filter(c -> colour.colours().contains(c.colour()))
                        .mapToDouble(ColourShare::fraction)
                        .sum()));
            }
        }
        if (!track.wholeFrame()) {
            measures.put(Measure.DETECTION, Math.clamp(track.path().stream().mapToDouble(o -> o.score()).max().orElse(0), 0, 1));
        }
        double frame = (double) s.asset().info().width() * s.asset().info().height();
        measures.put(Measure.AREA, s.region().map(box -> Math.clamp(box.w() * box.h() / Math.max(1, frame), 0, 1)).orElse(1.0));
        measures.put(Measure.SECONDS, (track.endMs() - track.startMs()) / 1000.0);
        measures.put(Measure.QUALITY, track.quality().score());
        return measures;
    }

    /**
     * @param ids of the head's items in what the rerankers say
     */
    private static List<Placed> fused(List<Scored> list, int[] ids, List<Map<Long, Double>> opinions) {
        double[] score = new double[list.size()];
        for (int i = 0; i < score.length; i++) {
            // Behind the head every list keeps the order that was there.
            score[i] = (i < ids.length ? 1.0 : 1.0 + opinions.size()) / (RANK_OFFSET + i + 1);
        }
        for (Map<Long, Double> opinion : opinions) {
            List<Integer> order = IntStream.range(0, ids.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> opinion.get((long) ids[i])).reversed())
                    .toList();
            for (int rank = 0, place = 0; rank < order.size(); rank++) {
                double before = rank == 0 ? Double.NaN : opinion.get((long) ids[order.get(rank - 1)]);
                place = opinion.get((long) ids[order.get(rank)]) == before ? place : rank; // equals share the better place
                score[order.get(rank)] += 1.0 / (RANK_OFFSET + place + 1);
            }
        }
        return IntStream.range(0, list.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> score[i]).reversed())
                .map(i -> new Placed(list.get(i), score[i]))
                .toList();
    }
}
