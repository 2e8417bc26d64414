package dev.vireo.query.internal.condition;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the joint spaces say: free text and the prompt of one question, put into the spaces that serve the question's domain.
 * Which encoders are asked follows from the spaces alone: one that is live and does not serve is not, one that is staged and
 * does is.
 * Ranks of several spaces are fused by reciprocal rank, {@code sum 1 / (60 + rank)} (Cormack, Clarke and Büttcher 2009),
 * since cosines of different spaces cannot be compared; probabilities come from each space's own calibration.
 */
public final class Likeness {
    private static final int RANK_OFFSET = 60;

    /** One query vector. @param place which place of the prompt it is of; 0 for words */
    private record Probe(Term term, int place, Space space, String model, Encoding encoding, Calibration calibration) {}

    @FunctionalInterface
    private interface Calibration {
        double probability(double cosine);
    }

    private final Broker broker;
    private final Catalog catalog;
    private final List<Probe> probes = new ArrayList<>();
    /** By probe, then track: what its best place in that probe's list is worth. */
    private final Map<String, Map<Long, Double>> places = new HashMap<>();
    private final Map<String, Map<Long, Double>> cosines = new HashMap<>();
    /** Tracks whose vectors were read: one without a cosine has none. */
    private final Set<Long> read = new HashSet<>();
    /** Spaces that serve and could be asked if an encoder of theirs were there. */
    private final Set<Space> mute = new LinkedHashSet<>();

    /** @param serving spaces that serve the question's domain, as read once for the whole question */
    public Likeness(Broker broker, Catalog catalog, List<Space> serving, List<Term> terms, Optional<Prompt> prompt) {
        this.broker = broker;
        this.catalog = catalog;
        if (!reads(terms)) {
            return;
        }
        mute.addAll(serving);
        try (Leases<Encoder> encoders = broker.leaseStarted(Encoder.class)) {
            for (Encoder encoder : encoders.services()) {
                // Two versions of a bundle may bring the same encoder: the first speaks for its space.
                if (!encoder.modalities().contains(Modality.IMAGE) || !mute.remove(encoder.space())) {
                    continue;
                }
                for (Term term : terms) {
                    probe(encoder, term, prompt);
                }
            }
        }
    }

    /** Whether any of these terms is answered from a space. */
    public static boolean reads(List<Term> terms) {
        return terms.stream().anyMatch(t -> t.check() instanceof Looks || t.check() instanceof Resembles);
    }

    /** Spaces that serve and could not be read, since no encoder of theirs is there. */
    public Set<Space> mute() {
        return mute;
    }

    private void probe(Encoder encoder, Term term, Optional<Prompt> prompt) {
        if (term.check() instanceof Looks looks && encoder.modalities().contains(Modality.TEXT)) {
            double[] table = table(true, encoder);
            probes.add(new Probe(term, 0, encoder.space(), encoder.info().ref(),
                    encoder.encodeTexts(List.of(looks.text())).get(0), c -> read(table, c)));
        } else if (term.check() instanceof Resembles && prompt.isPresent()) {
            double[] table = table(false, encoder);
            List<Prompt.Place> places = prompt.get().places();
            for (int i = 0; i < places.size(); i++) {
                Encoding encoding = places.get(i).reading().encodings().get(encoder.space());
                if (encoding != null) {
                    probes.add(new Probe(term, i, encoder.space(), encoder.info().ref(), encoding, c -> read(table, c)));
                }
            }
        }
    }

    /** The calibration as numbers, so that the encoder need not be held until the last candidate is judged. */
    private static double[] table(boolean text, Encoder encoder) {
        double[] table = new double[2001];
        for (int i = 0; i < table.length; i++) {
            double cosine = (i - 1000) / 1000.0;
            table[i] = text ? encoder.textMatchProbability(cosine) : encoder.imageMatchProbability(cosine);
        }
        return table;
    }

    private static double read(double[] table, double cosine) {
        return table[(int) Math.round(Math.clamp(cosine, -1, 1) * 1000) + 1000];
    }

    public boolean asked() {
        return !probes.isEmpty();
    }

    /**
     * The tracks nearest to what was asked, over all spaces.
     *
     * @param scope what to read of each; empty: everything
     */
    List<FoundTrack> nearest(TrackFilter filter, int limit, Optional<TrackScope> scope) {
        Map<Long, FoundTrack> found = new LinkedHashMap<>();
        List<Probe> positive = probes.stream().filter(p -> !p.term.negated() && known(p)).toList();
        if (positive.isEmpty()) {
            return List.of();
        }
        int most = Math.min(limit, 10_000);
        try (Lease<VectorIndex> index = broker.lease(VectorIndex.class)) {
            for (Probe probe : positive) {
                index.service().refresh(probe.space);
                long[] allowed = catalog.vectorIds(probe.space, filter);
                if (allowed.length == 0) {
                    continue;
                }
                List<Neighbour> near =
                        index.service().search(probe.space, probe.encoding.vector(), most, VectorFilter.of(allowed));
                long[] ids = near.stream().mapToLong(Neighbour::id).toArray();
                Map<Long, FoundTrack> tracks = scope.map(part -> catalog.tracksOfVectors(probe.space, ids, part))
                        .orElseGet(() -> catalog.tracksOfVectors(probe.space, ids));
                int rank = 0;
                for (Neighbour neighbour : near) {
                    FoundTrack track = tracks.get(neighbour.id());
                    if (track != null) {
                        rank++;
                        long id = track.track().id();
                        found.putIfAbsent(id, track);
                        // The first search is the strictest: later, wider ones must not count a track twice.
                        places.computeIfAbsent(key(probe), k -> new HashMap<>()).putIfAbsent(id, 1.0 / (RANK_OFFSET + rank));
                        cosines.computeIfAbsent(key(probe), k -> new HashMap<>()).put(id, neighbour.cosine());
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** Reads how near these tracks are, at once, as far as a search has not told it. */
    public void load(Collection<Long> tracks) {
        for (Probe probe : probes) {
            Map<Long, Double> seen = cosines.computeIfAbsent(key(probe), k -> new HashMap<>());
            List<Long> missing = tracks.stream().filter(id -> !seen.containsKey(id)).toList();
            if (known(probe) && !missing.isEmpty()) {
                catalog.vectors(probe.space, missing).forEach((id, vector) -> seen.put(id, dot(vector, probe.encoding.vector())));
            }
        }
        read.addAll(tracks);
    }

    /** A vector of zeros is nothing to search with. */
    private static boolean known(Probe probe) {
        for (float value : probe.encoding.vector()) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    private static String key(Probe probe) {
        return probe.term.condition().id() + " " + probe.place + " " + probe.space.id();
    }

    /** Fused score of a track over all spaces, 0 when it was in none of the lists. */
    public double fused(long track) {
        return places.values().stream().mapToDouble(p -> p.getOrDefault(track, 0.0)).sum();
    }

    Opinion of(Term term, long track) {
        return of(term, 0, track);
    }

    /** @param place which place of the prompt is meant; 0 for words */
    Opinion of(Term term, int place, long track) {
        Opinion best = null;
        for (Probe probe : probes) {
            if (!probe.term.equals(term) || probe.place != place) {
                continue;
            }
            Opinion opinion = one(probe, track);
            boolean better = best == null || best.verdict() == Verdict.UNSURE && opinion.verdict() != Verdict.UNSURE
                    || opinion.verdict() == best.verdict() && opinion.probability() > best.probability();
            if (better) {
                best = opinion;
            }
        }
        return best != null ? best : new Opinion(0.3, Verdict.UNSURE, "no live model can read this", "joint space");
    }

    private Opinion one(Probe probe, long track) {
        if (!known(probe)) {
            return new Opinion(0.3, Verdict.UNSURE, "outside the vocabulary", probe.model);
        }
        Optional<Double> cosine = cosine(probe, track);
        if (cosine.isEmpty()) {
            return new Opinion(0.3, Verdict.UNSURE, "not encoded in this space", probe.model);
        }
        double probability = probe.calibration.probability(cosine.get());
        String value = String.format(Locale.ROOT, "likeness %.2f", cosine.get());
        if (!probe.encoding.inVocabulary()) {
            return new Opinion(Math.min(probability, 0.4), Verdict.UNSURE, value + ", outside the vocabulary", probe.model);
        }
        Verdict verdict = probability >= 0.5 ? Verdict.MET : probability < 0.2 ? Verdict.NOT_MET : Verdict.UNSURE;
        return new Opinion(Math.clamp(probability, 0.02, 0.98), verdict, value, probe.model);
    }

    private Optional<Double> cosine(Probe probe, long track) {
        Double seen = cosines.getOrDefault(key(probe), Map.of()).get(track);
        if (seen != null || read.contains(track)) {
            return Optional.ofNullable(seen);
        }
        Optional<float[]> vector = catalog.vector(probe.space, track);
        Optional<Double> cosine = vector.map(v -> dot(v, probe.encoding.vector()));
        cosine.ifPresent(c -> cosines.computeIfAbsent(key(probe), k -> new HashMap<>()).put(track, c));
        return cosine;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
