package dev.vireo.query.internal.ranking;

import static dev.vireo.query.internal.Footage.frame;
import static dev.vireo.query.internal.Footage.thing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Hit;
import dev.vireo.api.rerank.Measure;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.api.rerank.Reranking;
import dev.vireo.query.internal.Footage;
import dev.vireo.query.internal.tuning.RerankUse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RerankStepTest {
    private static final long CLIP = 60_000;

    @TempDir
    Path home;

    private Footage footage;

    @BeforeEach
    void open() {
        footage = new Footage(home, Instant.parse("2026-11-23T18:00:00Z"));
        footage.settings.put("rerank_measures", RerankUse.ALWAYS);
        footage.words.put("sunset", new float[] {1, 0, 0});
        footage.video("lawn.avi", Instant.parse("2024-05-14T14:30:00Z"), CLIP,
                frame(CLIP).sorted("patio", 0.3).made(),
                thing(0, CLIP, new Box(10, 10, 300, 200)).seen("truck", 0.9).sorted("moving van", 0.8).colour(Colour.WHITE, 0.6).parked().made(),
                thing(0, CLIP, new Box(400, 10, 100, 80)).seen("car", 0.8).sorted("minivan", 0.7).colour(Colour.BLUE, 0.7).parked().made(),
                thing(0, CLIP, new Box(600, 300, 40, 30)).seen("bus", 0.7).sorted("trolleybus", 0.7).colour(Colour.RED, 0.7).moving().made());
        for (int i = 0; i < 3; i++) {
            footage.photo("photo_" + i + ".png", frame(0).sorted("seashore", 0.5).at(unit(0.3f + 0.01f * i)).made());
        }
    }

    @AfterEach
    void close() {
        assertEquals(0, footage.broker.open, "every lease is given back");
        footage.close();
    }

    private static float[] unit(float cosine) {
        return new float[] {cosine, (float) Math.sqrt(1 - cosine * cosine), 0};
    }

    private static List<Long> tracks(List<Hit> hits) {
        return hits.stream().map(Hit::track).toList();
    }

    private static void assertScoresFall(List<Hit> hits) {
        for (int i = 1; i < hits.size(); i++) {
            assertTrue(hits.get(i).score() <= hits.get(i - 1).score(), "scores fall: " + hits);
        }
    }

    @Test
    void withoutARerankerTheOrderIsThatOfTheEvidence() {
        Answer answer = footage.ask("vehicles");
        assertEquals(3, answer.hits().size());
        assertFalse(answer.timingsMs().containsKey("rerank"));
        assertEquals(List.of(), answer.notices());
    }

    @Test
    void movesHitsAndKeepsThemHits() {
        List<Long> before = tracks(footage.ask("vehicles").hits());
        List<RerankCandidate> asked = add(Reranker.Reads.MEASURES, c -> 1 - c.measures().get(Measure.AREA));
        Answer answer = footage.ask("vehicles");
        List<Long> after = tracks(answer.hits());
        assertEquals(before.stream().sorted().toList(), after.stream().sorted().toList());
        // Ranks 1 and 3 weigh as much as 3 and 1, and a little more than twice 2.
        assertEquals(List.of(before.get(0), before.get(2), before.get(1)), after);
        assertEquals(300 * 200 / (768.0 * 576), asked.get(0).measures().get(Measure.AREA), 1e-3);
        assertEquals(60, asked.get(0).measures().get(Measure.SECONDS), 1e-3);
        assertTrue(answer.timingsMs().containsKey("rerank"));
        assertScoresFall(answer.hits());
        assertScoresFall(answer.nearMisses());
    }

    @Test
    void asShippedAsksNobodyWhereLabelsAnswer() {
        footage.settings.clear();
        List<RerankCandidate> asked = add(Reranker.Reads.MEASURES, c -> 0.5);
        footage.ask("vehicles");
        assertEquals(List.of(), asked);
        footage.ask("sunset");
        assertFalse(asked.isEmpty());
    }

    @Test
    void twoRerankersThatAgreeOutvoteTheOldOrder() {
        List<Long> before = tracks(footage.ask("vehicles").hits());
        add(Reranker.Reads.MEASURES, c -> 1 - c.measures().get(Measure.AREA));
        add(Reranker.Reads.MEASURES, c -> 1 - c.measures().get(Measure.AREA));
        assertEquals(before.reversed(), tracks(footage.ask("vehicles").hits()));
    }

    @Test
    void readsSentencesOnlyWhereWordsAreOutsideTheLabels() {
        List<RerankCandidate> asked = add(Reranker.Reads.SENTENCES, c -> c.sentence().contains("photo 0") ? 1 : 0);
        footage.ask("vehicles");
        assertEquals(List.of(), asked);
        Answer answer = footage.ask("sunset");
        assertTrue(asked.stream().anyMatch(c -> c.sentence().equals("A photograph of seashore. Seen in photo 0.")), asked.toString());
        assertScoresFall(answer.nearMisses());
        asked.clear();
        footage.ask("夕阳");
        assertEquals(List.of(), asked, "sentences are English");
    }

    @Test
    void saysWhatIsKnownInWords() {
        List<RerankCandidate> asked = add(Reranker.Reads.SENTENCES, c -> 0.5);
        footage.ask("sunset vehicles");
        List<String> sentences = asked.stream().map(RerankCandidate::sentence).toList();
        assertTrue(sentences.contains("truck, moving van, white, standing still. Also in view: patio, car, bus."
                + " Seen at 16:30 on Tuesday 14 May 2024 in lawn."), sentences.toString());
    }

    @Test
    void anUnfinishedRerankingIsNotUsedAndSaysSo() {
        List<Long> before = tracks(footage.ask("vehicles").hits());
        footage.broker.providers.add(new Scripted(Reranker.Reads.MEASURES, request -> new Reranking(Map.of(), false)));
        Answer answer = footage.ask("vehicles");
        assertEquals(before, tracks(answer.hits()));
        assertEquals(1, answer.notices().size());
        assertTrue(answer.notices().get(0).startsWith("not reranked by scripted@1: 0 of "), answer.notices().toString());
    }

    @Test
    void rerankersHaveWhatTheQuestionLeftOfItsTime() {
        List<Duration> budgets = new ArrayList<>();
        footage.broker.providers.add(new Scripted(Reranker.Reads.MEASURES, request -> {
            budgets.add(request.budget());
            return new Reranking(Map.of(), false);
        }));
        footage.settings.put("rerank_ms", 60_000);
        Answer answer = footage.ask("vehicles");
        long searched = answer.timingsMs().get("plan") + answer.timingsMs().get("candidates");
        assertTrue(budgets.get(0).toMillis() <= 60_000 - searched, budgets + " after " + answer.timingsMs());
        footage.settings.put("rerank_ms", 0);
        footage.ask("vehicles");
        assertEquals(Duration.ofMillis(10), budgets.get(1), "measures are a few sums");
        footage.settings.put("rerank_sentences", RerankUse.ALWAYS);
        footage.broker.providers.add(new Scripted(Reranker.Reads.SENTENCES, request -> {
            budgets.add(request.budget());
            return new Reranking(Map.of(), false);
        }));
        footage.ask("vehicles");
        assertTrue(budgets.get(3).isNegative(), budgets.toString());
    }

    @Test
    void aRerankerThatLeavesMeanwhileTakesNothingAway() {
        footage.broker.providers.add(new Scripted(Reranker.Reads.MEASURES, request -> {
            throw new VireoException(ErrorKind.UNAVAILABLE, "gone");
        }));
        Answer answer = footage.ask("vehicles");
        assertEquals(3, answer.hits().size());
        assertTrue(answer.notices().get(0).contains("stopped meanwhile"), answer.notices().toString());
    }

    /** @return what it was asked, filled as it is asked */
    private List<RerankCandidate> add(Reranker.Reads reads, ToDoubleFunction<RerankCandidate> score) {
        List<RerankCandidate> asked = new ArrayList<>();
        footage.broker.providers.add(new Scripted(reads, request -> {
            asked.addAll(request.candidates());
            Map<Long, Double> scores = new HashMap<>();
            request.candidates().forEach(c -> scores.put(c.id(), score.applyAsDouble(c)));
            return new Reranking(scores, true);
        }));
        return asked;
    }

    private record Scripted(Reranker.Reads reads, Function<RerankRequest, Reranking> answer) implements Reranker {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("scripted", "1", "");
        }

        @Override
        public Reranking rerank(RerankRequest request) {
            return answer.apply(request);
        }
    }
}
