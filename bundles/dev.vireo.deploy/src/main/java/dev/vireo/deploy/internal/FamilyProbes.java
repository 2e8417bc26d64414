package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Leases;
import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.classify.Classifier;
import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.generate.GenerationRequest;
import dev.vireo.api.generate.Generator;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.StoredVector;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.index.VectorStore;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Plan;
import dev.vireo.api.rerank.Measure;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.api.rerank.Reranking;
import dev.vireo.api.segment.Segmenter;
import dev.vireo.api.text.TextReader;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What every provider of a family must do whoever made it: its shape, its range, the same answer twice. A model's own goldens
 * are proven by whoever loads it; these probes catch what loads and answers nonsense, and warm it up.
 */
final class FamilyProbes {
    private static final int ROUNDS = 3;
    private static final int SIDE = 256;
    private static final double UNIT = 1e-3;
    private static final int LOOKED_UP = 5;
    private static final double SAME = 0.999;

    private final Stage stage;
    private final VectorStore vectors;

    FamilyProbes(Stage stage, VectorStore vectors) {
        this.stage = stage;
        this.vectors = vectors;
    }

    /**
     * Probes every provider made from these bundles.
     *
     * @return for each {@code family id} the shortest time of a probe [ns]
     * @throws VireoException USER_INPUT naming the first provider that fails, and how
     */
    Map<String, Long> run(Set<Origin> bundles) {
        Map<String, Long> times = new TreeMap<>();
        each(Encoder.class, bundles, times, FamilyProbes::encoder);
        each(Classifier.class, bundles, times, FamilyProbes::classifier);
        each(Detector.class, bundles, times, FamilyProbes::detector);
        each(TextReader.class, bundles, times, r -> r.read(picture()));
        each(Segmenter.class, bundles, times, s -> s.segment(picture(), List.of()));
        each(VectorIndex.class, bundles, times, this::index);
        each(Reranker.class, bundles, times, FamilyProbes::reranker);
        each(Generator.class, bundles, times, FamilyProbes::generator);
        return times;
    }

    private interface Probe<S> {
        void run(S provider);
    }

    private <S extends Provider> void each(Class<S> family, Set<Origin> bundles, Map<String, Long> times, Probe<S> probe) {
        try (Leases<S> leases = stage.lease(family, bundles)) {
            for (S provider : leases.services()) {
                String name = family.getSimpleName() + " " + provider.info().id();
                long best = Long.MAX_VALUE;
                for (int i = 0; i < ROUNDS; i++) {
                    long begin = System.nanoTime();
                    try {
                        probe.run(provider);
                    } catch (RuntimeException | LinkageError | StackOverflowError e) {
                        String why = e instanceof VireoException || e instanceof Wrong ? e.getMessage() : e.toString();
                        throw new VireoException(ErrorKind.USER_INPUT,
                                family.getSimpleName() + " " + provider.info().ref() + " failed its probe: " + why, e);
                    }
                    best = Math.min(best, System.nanoTime() - begin);
                }
                times.merge(name, best, Math::max);
            }
        }
    }

    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    private static void need(boolean condition, String otherwise) {
        if (!condition) {
            throw new Wrong(otherwise);
        }
    }

    /** A few shapes on a gradient: not nothing, and the same each time. */
    private static Image picture() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean shape = (x / 64 + y / 64) % 2 == 0;
                int at = (y * SIDE + x) * 3;
                rgb[at] = (byte) (shape ? 220 : x);
                rgb[at + 1] = (byte) (shape ? 30 : y);
                rgb[at + 2] = (byte) (255 - (x + y) / 2);
            }
        }
        return new Image(SIDE, SIDE, rgb);
    }

    private static void encoder(Encoder encoder) {
        if (encoder.modalities().contains(Modality.TEXT)) {
            vectors(encoder, encoder.encodeTexts(List.of("a red car", "two people")), encoder.encodeTexts(List.of("a red car", "two people")));
        }
        if (encoder.modalities().contains(Modality.IMAGE)) {
            vectors(encoder, encoder.encodeImages(List.of(picture())), encoder.encodeImages(List.of(picture())));
        }
    }

    private static void vectors(Encoder encoder, List<Encoding> once, List<Encoding> again) {
        need(once.size() == again.size() && !once.isEmpty(), "it returns " + once.size() + " encodings, then " + again.size());
        for (int i = 0; i < once.size(); i++) {
            float[] vector = once.get(i).vector();
            need(vector.length == encoder.space().dimension(),
                    "a vector has " + vector.length + " numbers, its space " + encoder.space().dimension());
            double norm = 0;
            double same = 0;
            for (int k = 0; k < vector.length; k++) {
                norm += (double) vector[k] * vector[k];
                same += (double) vector[k] * again.get(i).vector()[k];
            }
            need(norm == 0 || Math.abs(Math.sqrt(norm) - 1) < UNIT, "a vector has length " + Math.sqrt(norm) + ", need 1");
            need(norm == 0 || same > SAME, "the same input gave vectors of cosine " + same);
        }
    }

    private static void classifier(Classifier classifier) {
        float[][] rows = classifier.classify(List.of(picture()));
        need(rows.length == 1, "it returns " + rows.length + " rows for one picture");
        int labels = classifier.vocabulary().labels().size();
        need(rows[0].length == labels, "a row has " + rows[0].length + " numbers, the vocabulary " + labels);
        double sum = 0;
        for (float p : rows[0]) {
            need(p >= 0 && p <= 1 + UNIT, "a probability is " + p);
            sum += p;
        }
        need(Math.abs(sum - 1) < 0.01, "probabilities sum to " + sum);
    }

    private static void detector(Detector detector) {
        List<List<Detection>> found = detector.detect(List.of(picture(), picture()));
        need(found.size() == 2, "it returns " + found.size() + " lists for two pictures");
        need(found.get(0).size() == found.get(1).size(), "the same picture has " + found.get(0).size() + " objects, then "
                + found.get(1).size());
        int labels = detector.vocabulary().labels().size();
        for (Detection detection : found.get(0)) {
            detection.scores().forEach((label, p) ->
                    need(label >= 0 && label < labels && p >= 0 && p <= 1, "label " + label + " has probability " + p));
        }
    }

    /** Takes in what is stored; a stored vector must find itself. */
    private void index(VectorIndex index) {
        for (Space space : vectors.spaces()) {
            index.refresh(space);
            List<StoredVector> some = new ArrayList<>();
            vectors.forEach(space, ids(space), some::add);
            for (StoredVector stored : some) {
                List<Neighbour> nearest = index.search(space, stored.vector(), 10, VectorFilter.ALL);
                need(!nearest.isEmpty() && nearest.getFirst().cosine() > SAME, "in space " + space.id()
                        + " the stored vector " + stored.id() + " does not find itself: " + nearest.stream().limit(3).toList());
            }
        }
        index.status();
    }

    private long[] ids(Space space) {
        List<Long> ids = new ArrayList<>();
        long count = vectors.count(space);
        long step = Math.max(1, count / LOOKED_UP);
        long[] seen = {0};
        vectors.forEach(space, 0, v -> {
            if (seen[0]++ % step == 0 && ids.size() < LOOKED_UP) {
                ids.add(v.id());
            }
        });
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    private static void reranker(Reranker reranker) {
        List<RerankCandidate> candidates = List.of(
                new RerankCandidate(1, "A white van, parked.", Map.of(Measure.PROBABILITY, 0.9, Measure.AREA, 0.2)),
                new RerankCandidate(2, "Two people walk.", Map.of(Measure.PROBABILITY, 0.4, Measure.AREA, 0.1)),
                new RerankCandidate(3, "", Map.of()));
        RerankRequest request = new RerankRequest("a white van", new Plan(List.of(), "en"), candidates, Duration.ofSeconds(20));
        Reranking once = reranker.rerank(request);
        need(once.complete() && once.scores().keySet().equals(Set.of(1L, 2L, 3L)), "of three candidates it scored " + once.scores());
        once.scores().forEach((id, score) -> need(score >= 0 && score <= 1, "a score is " + score + ", need 0 to 1"));
        need(once.scores().equals(reranker.rerank(request).scores()), "the same question gave other scores");
    }

    private static void generator(Generator generator) {
        String text = generator.compose(new GenerationRequest(
                "a white van", AnswerStatus.NOTHING_FOUND, new Plan(List.of(), "en"), List.of(), List.of(), ZoneOffset.UTC));
        need(text != null && !text.isBlank(), "it says nothing");
    }
}
