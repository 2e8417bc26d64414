package dev.vireo.ingest.internal.model;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.KnownModel;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.classify.Classifier;
import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.TextReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The models that are live, asked through short leases: each call takes a lease of its own, so that a swap waits for one
 * frame at most, and a call that lost its provider is made again with the next.
 */
public final class Models {
    private static final int TRIES = 4;
    private static final int BATCH = 8;
    private static final long POLL_MS = 200;

    /** How much longer a reader of text is waited for than the models without which nothing can be found [ms]. */
    private static final long READER_GRACE_MS = 5_000;

    private final Broker broker;
    private final KeptSpaces kept;
    private final Runnable before;
    private final AtomicReference<Makers> noted = new AtomicReference<>(Makers.NONE);
    private OptionalLong foundNanos = OptionalLong.empty();

    public Models(Broker broker, SpaceCatalog spaces) {
        this(broker, new KeptSpaces(broker, spaces), () -> {});
    }

    private Models(Broker broker, KeptSpaces kept, Runnable before) {
        this.broker = broker;
        this.kept = kept;
        this.before = before;
    }

    /** The same models, which note from now on who answered. */
    public Models noting() {
        return new Models(broker, kept, before);
    }

    /** The same models, with this done before each call of one, while none is leased: a call is a few pictures at most. */
    public Models before(Runnable courtesy) {
        return new Models(broker, kept, courtesy);
    }

    /** Who answered since {@link #noting}. */
    public Makers noted() {
        return noted.get();
    }

    private void note(Set<String> detectors, Set<String> classifiers, Set<String> readers) {
        noted.updateAndGet(before -> before.and(new Makers(detectors, classifiers, readers)));
    }

    /** Who would answer now. */
    public Makers live() {
        return new Makers(refs(Detector.class), refs(Classifier.class), refs(TextReader.class));
    }

    /** What their labels mean. */
    public List<KnownModel> known() {
        List<KnownModel> known = new ArrayList<>();
        try (Leases<Detector> detectors = broker.leaseAll(Detector.class);
                Leases<Classifier> classifiers = broker.leaseAll(Classifier.class)) {
            detectors.services().forEach(d -> known.add(new KnownModel(d.info().ref(), Makers.Family.DETECTOR, d.vocabulary())));
            classifiers.services().forEach(c -> known.add(new KnownModel(c.info().ref(), Makers.Family.CLASSIFIER, c.vocabulary())));
        }
        return known;
    }

    private <S extends Provider> Set<String> refs(Class<S> family) {
        try (Leases<S> leases = broker.leaseAll(family)) {
            return leases.services().stream().map(s -> s.info().ref()).collect(Collectors.toSet());
        }
    }

    /** What a picture shows that has no other frames, joined over all detectors; empty when no detector is live. */
    public List<Find> detectInPicture(Image image) {
        return Find.ofPicture(Find.merge(detections(image)));
    }

    /** What a frame surely shows, joined over all detectors; empty when no detector is live. */
    public List<Find> detect(Image image) {
        return Find.merge(detections(image).stream().map(Find.Source::sure).toList());
    }

    private List<Find.Source> detections(Image image) {
        before.run();
        return with(Detector.class, detectors -> {
            List<Find.Source> sources = new ArrayList<>();
            for (Detector detector : detectors) {
                List<Detection> found = detector.detect(List.of(image)).get(0);
                sources.add(new Find.Source(detector.info().ref(), found));
            }
            note(sources.stream().map(Find.Source::model).collect(Collectors.toSet()), Set.of(), Set.of());
            return sources;
        });
    }

    /** Each classifier's distributions for the pictures, in order, by model {@code id@version}. */
    public Map<String, List<float[]>> classify(List<Image> images) {
        Map<String, List<float[]>> result = batches(images, batch -> with(Classifier.class, classifiers -> {
            Map<String, List<float[]>> rows = new LinkedHashMap<>();
            for (Classifier classifier : classifiers) {
                rows.put(classifier.info().ref(), List.of(classifier.classify(batch)));
            }
            return rows;
        }));
        note(Set.of(), result.keySet(), Set.of());
        return result;
    }

    /**
     * Asks batch by batch, and from the first again when others answer than before: all rows of a picture are then there.
     *
     * @param call rows of a batch, in order, by who gave them
     */
    private <K, V> Map<K, List<V>> batches(List<Image> images, Function<List<Image>, Map<K, List<V>>> call) {
        Map<K, List<V>> all = new LinkedHashMap<>();
        int from = 0;
        while (from < images.size()) {
            int to = Math.min(images.size(), from + BATCH);
            before.run();
            Map<K, List<V>> rows = call.apply(images.subList(from, to));
            if (from > 0 && !rows.keySet().equals(all.keySet())) {
                all.clear();
                from = 0;
            } else {
                rows.forEach((key, more) -> all.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(more));
                from = to;
            }
        }
        return all;
    }

    /** The pictures' vectors in order, by space: in each that is kept and whose encoder is there, staged or live. */
    public Map<Space, List<float[]>> encode(List<Image> images) {
        Map<Space, List<float[]>> vectors = new LinkedHashMap<>();
        encodings(images).forEach((space, rows) -> vectors.put(space, rows.stream().map(Encoding::vector).toList()));
        return vectors;
    }

    /** The same with whether each may be believed. */
    public Map<Space, List<Encoding>> encodings(List<Image> images) {
        Set<Space> wanted = kept.spaces();
        return batches(images, batch -> with(Encoder.class, broker::leaseStarted, encoders -> {
            Map<Space, List<Encoding>> result = new LinkedHashMap<>();
            for (Encoder encoder : encoders) {
                boolean pictures = encoder.modalities().contains(Modality.IMAGE);
                if (pictures && wanted.contains(encoder.space()) && !result.containsKey(encoder.space())) {
                    result.put(encoder.space(), encoder.encodeImages(batch));
                }
            }
            return result;
        }));
    }

    /**
     * The pictures' encodings in one space, whether the catalogue knows it or not.
     *
     * @throws VireoException UNAVAILABLE when no encoder of it is there
     */
    public List<Encoding> encodings(Space space, List<Image> images) {
        return batches(images, batch -> with(Encoder.class, broker::leaseStarted, encoders -> {
            for (Encoder encoder : encoders) {
                if (encoder.space().equals(space) && encoder.modalities().contains(Modality.IMAGE)) {
                    return Map.of(space, encoder.encodeImages(batch));
                }
            }
            throw new VireoException(ErrorKind.UNAVAILABLE,
                    "no encoder of space " + space.id() + " is there; deploy or start the bundle that brings it");
        })).getOrDefault(space, List.of());
    }

    /** Lines of text of a picture, not yet read; nothing when no reader is live. */
    public List<TextPlace> findText(Image image) {
        before.run();
        return with(TextReader.class, readers -> {
            if (readers.isEmpty()) {
                return List.of();
            }
            note(Set.of(), Set.of(), Set.of(readers.getFirst().info().ref()));
            return readers.getFirst().find(image);
        });
    }

    /** What stands at these places; nothing when no reader is live. Lines that cannot be read are left out. */
    public List<TextReading> readText(Image image, List<TextPlace> places) {
        List<TextReading> readings = new ArrayList<>();
        for (int i = 0; i < places.size(); i += BATCH) {
            List<TextPlace> batch = places.subList(i, Math.min(places.size(), i + BATCH));
            before.run();
            readings.addAll(with(TextReader.class, readers -> {
                if (readers.isEmpty()) {
                    return List.of();
                }
                TextReader reader = readers.getFirst();
                return reader.read(image, batch).stream()
                        .filter(region -> !region.text().isEmpty())
                        .map(region -> new TextReading(region, reader.info().ref()))
                        .toList();
            }));
        }
        return readings;
    }

    /** Spaces that footage gets vectors in. */
    public List<Space> spaces() {
        return List.copyOf(kept.spaces());
    }

    /**
     * Whether a detector, a classifier and a picture encoder are live: models are tested before they are offered, which takes
     * a while after a start. A reader of text gets a little longer from then on, for a site may have none.
     */
    public synchronized boolean ready() {
        if (!find()) {
            return false;
        }
        long now = System.nanoTime();
        foundNanos = foundNanos.isPresent() ? foundNanos : OptionalLong.of(now);
        return has(TextReader.class)
                || now - foundNanos.getAsLong() >= TimeUnit.MILLISECONDS.toNanos(READER_GRACE_MS);
    }

    /** Whether a detector, a classifier and a picture encoder are live: what footage cannot be found without. */
    public boolean find() {
        return has(Detector.class) && has(Classifier.class) && encodesPictures();
    }

    private boolean encodesPictures() {
        return with(Encoder.class, all -> all.stream().anyMatch(e -> e.modalities().contains(Modality.IMAGE)));
    }

    /**
     * Waits until the models are {@link #ready}.
     *
     * @param stop ends the waiting when it is counted down
     * @return whether at least one of the three is there
     */
    public boolean await(long limitMs, CountDownLatch stop) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (!ready()) {
            if (System.nanoTime() - until >= 0 || stop.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                return has(Detector.class) || has(Classifier.class) || encodesPictures();
            }
        }
        return true;
    }

    private <S extends Provider> boolean has(Class<S> family) {
        try (Leases<S> leases = broker.leaseAll(family)) {
            return !leases.services().isEmpty();
        }
    }

    private <S extends Provider, R> R with(Class<S> family, Function<List<S>, R> call) {
        return with(family, broker::leaseAll, call);
    }

    private static <S extends Provider, R> R with(
            Class<S> family, Function<Class<S>, Leases<S>> lease, Function<List<S>, R> call) {
        for (int left = TRIES; ; left--) {
            try (Leases<S> leases = lease.apply(family)) {
                return call.apply(leases.services());
            } catch (VireoException e) {
                if (e.kind() != ErrorKind.UNAVAILABLE || left == 1) {
                    throw e;
                }
            }
        }
    }
}
