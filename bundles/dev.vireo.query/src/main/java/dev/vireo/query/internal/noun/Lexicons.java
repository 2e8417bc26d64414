package dev.vireo.query.internal.noun;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.classify.Classifier;
import dev.vireo.api.detect.Detector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** The lexicon of the models that are live now. Thread-safe. */
public final class Lexicons {
    private final Broker broker;
    private final Catalog catalog;
    /**
     * The lexicons of the models that were live last, newest first: making one takes longer than a whole search. Two, for while a
     * generation is on trial questions get now one and now the other.
     */
    private final AtomicReference<List<Lexicon>> last = new AtomicReference<>(List.of());

    public Lexicons(Broker broker, Catalog catalog) {
        this.broker = broker;
        this.catalog = catalog;
    }

    /**
     * Nouns of all live models, and of those before them whose results still answer. The vocabularies are values, so the leases
     * need not be held for the whole question.
     */
    public Lexicon live() {
        List<LiveModel> live = new ArrayList<>();
        try (Leases<Detector> detectors = broker.leaseAll(Detector.class);
                Leases<Classifier> classifiers = broker.leaseAll(Classifier.class)) {
            detectors.services().forEach(d -> live.add(new LiveModel(d.info().ref(), true, d.vocabulary())));
            classifiers.services().forEach(c -> live.add(new LiveModel(c.info().ref(), false, c.vocabulary())));
        }
        live.addAll(past(live));
        List<Lexicon> known = last.get();
        for (Lexicon one : known) {
            if (same(one.models(), live)) {
                return one;
            }
        }
        Lexicon fresh = new Lexicon(live);
        last.set(known.isEmpty() ? List.of(fresh) : List.of(fresh, known.getFirst()));
        return fresh;
    }

    private List<LiveModel> past(List<LiveModel> live) {
        Makers makers = new Makers(refs(live, true), refs(live, false), Set.of());
        return catalog.past(makers).stream()
                .map(m -> new LiveModel(m.ref(), m.family() == Makers.Family.DETECTOR, m.vocabulary()))
                .toList();
    }

    private static Set<String> refs(List<LiveModel> models, boolean detectors) {
        return models.stream().filter(m -> m.detector() == detectors).map(LiveModel::ref).collect(Collectors.toSet());
    }

    private static boolean same(List<LiveModel> a, List<LiveModel> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Set<LiveModel> left = new HashSet<>(a);
        return left.equals(new HashSet<>(b));
    }
}
