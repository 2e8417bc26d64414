package dev.vireo.encode.conse.internal;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.ProviderInfo;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Pictures and words in one space without a model trained for it: ConSE (Norouzi 2013, arXiv 1312.5650). A picture is the
 * mean of the embeddings of its most probable labels, weighted by their probability:
 * f(x) = 1/Z · Σ p(y|x)·e(y) over the T most probable labels y, normalised. A text is what the text encoder makes of it.
 *
 * <p>It knows what the classifier's labels and their neighbours in meaning are, and says so: colours, counts, actions and
 * names are outside. Immutable over its two models: other ones make another instance with another space.
 */
final class ConseEncoder implements Encoder {
    /** Labels a picture is made of. On 250 photographs 3 to 5 ranked broad queries best, 1 lost class names. */
    static final int TOP = 5;
    /** A picture whose best label has less than this is out of vocabulary; noise and plain surfaces reach 0.10. */
    static final double LEAST_PROBABILITY = 0.12;
    /** A text whose nearest label is farther than this is out of vocabulary; how it was measured: README. */
    static final double LEAST_COSINE = 0.56;
    /** Text against picture: probability = sigmoid(scale · cosine + bias), fitted; how: README. */
    static final double TEXT_SCALE = 16.4;

    static final double TEXT_BIAS = -10.7;
    /** Picture against picture of the same kind (a common concept at most two steps above), fitted; how: README. */
    static final double IMAGE_SCALE = 13.3;

    static final double IMAGE_BIAS = -8.9;

    private static final System.Logger LOG = System.getLogger(ConseEncoder.class.getName());
    /** Labels embedded a step, and the pause between steps [ms]: the first minute of a new home belongs to its footage. */
    private static final int STEP = 8;

    private static final int PAUSE_MS = 200;

    private final Classifier classifier;
    private final Encoder text;
    private final ProviderInfo info;
    private final Space space;
    private final LabelTable labels;
    private final Optional<LabelCache> cache;
    private final ScheduledExecutorService background;
    private volatile boolean stopping;

    ConseEncoder(Optional<Path> cacheFolder, Classifier classifier, Encoder text) {
        this.classifier = classifier;
        this.text = text;
        this.info = new ProviderInfo(
                "conse-" + classifier.info().id() + "-" + text.info().id(),
                classifier.info().version() + "+" + text.info().version(),
                "ConSE of " + classifier.info().title() + " and " + text.info().title());
        this.space = new Space(SpaceId.of(classifier.info(), text.info()), text.space().dimension());
        this.labels = new LabelTable(text, LabelPhrases.of(classifier.vocabulary()));
        this.cache = cacheFolder.map(folder -> new LabelCache(folder, space.id(), labels.phrases(), space.dimension()));
        this.background = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("vireo-conse-labels").daemon().factory());
        background.execute(this::begin);
    }

    private void begin() {
        Optional<float[][]> known = cache.flatMap(LabelCache::read);
        known.ifPresent(labels::put);
        if (known.isEmpty() && !stopping) {
            background.scheduleWithFixedDelay(this::step, PAUSE_MS, PAUSE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void step() {
        try {
            if (labels.fill(STEP)) {
                labels.all().ifPresent(all -> cache.ifPresent(file -> file.write(all)));
                background.shutdown();
            }
        } catch (VireoException e) {
            if (!stopping) {
                LOG.log(Level.WARNING, "{0}: labels are embedded when asked for, not ahead: {1}", space.id(), e.getMessage());
            }
            background.shutdown();
        }
    }

    void stop() throws InterruptedException {
        stopping = true;
        background.shutdownNow();
        if (!background.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.log(Level.ERROR, "{0}: embedding a label has not ended 10 s after the stop", space.id());
        }
    }

    @Override
    public ProviderInfo info() {
        return info;
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public Set<Modality> modalities() {
        return Set.of(Modality.IMAGE, Modality.TEXT);
    }

    @Override
    public List<Encoding> encodeImages(List<Image> images) {
        refuseWhenStopping();
        return Arrays.stream(classifier.classify(images)).map(this::picture).toList();
    }

    private Encoding picture(float[] posterior) {
        int[] best = IntStream.range(0, posterior.length)
                .boxed()
                .sorted((a, b) -> posterior[a] == posterior[b] ? a - b : Float.compare(posterior[b], posterior[a]))
                .limit(TOP)
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sum = new double[space.dimension()];
        for (int label : best) {
            float[] row = labels.row(label);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += posterior[label] * row[i];
            }
        }
        double norm = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
        float[] vector = new float[sum.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (sum[i] / Math.max(norm, 1e-12));
        }
        return new Encoding(vector, posterior[best[0]] >= LEAST_PROBABILITY);
    }

    @Override
    public List<Encoding> encodeTexts(List<String> texts) {
        refuseWhenStopping();
        return text.encodeTexts(texts).stream()
                .map(encoding -> new Encoding(
                        encoding.vector(),
                        encoding.inVocabulary() && labels.nearest(encoding.vector()) >= LEAST_COSINE))
                .toList();
    }

    @Override
    public double textMatchProbability(double cosine) {
        return sigmoid(TEXT_SCALE * cosine + TEXT_BIAS);
    }

    @Override
    public double imageMatchProbability(double cosine) {
        return sigmoid(IMAGE_SCALE * cosine + IMAGE_BIAS);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private void refuseWhenStopping() {
        if (stopping) {
            throw new VireoException(ErrorKind.UNAVAILABLE, space.id() + " was stopped or replaced; ask the broker again");
        }
    }
}
