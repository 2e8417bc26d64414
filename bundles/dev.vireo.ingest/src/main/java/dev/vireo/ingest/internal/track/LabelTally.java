package dev.vireo.ingest.internal.track;

import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.encode.Space;
import dev.vireo.api.model.LabelScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What models say of a track as a whole. */
public final class LabelTally {
    private LabelTally() {}

    /**
     * The detectors' probabilities over a track.
     *
     * <p>For each label the mean of the upper half of its probabilities over every frame of the track's life, where a
     * frame without a find, or without that label, counts 0. So a label that is seen in half of the frames keeps its
     * usual probability (people turn, hide and blur), one that flickers up in a tenth keeps a fifth of it, and a single
     * wrong frame of eighty a fortieth.
     *
     * @param sights finds in order of time
     * @param frames frames that were looked at between the first and the last sight, both included
     */
    public static List<LabelScore> ofDetectors(List<LiveTrack.Sight> sights, int frames, double floor, int limit) {
        Map<String, Map<Integer, List<Double>>> all = new HashMap<>();
        for (LiveTrack.Sight sight : sights) {
            sight.find().scores().forEach((model, labels) -> labels.forEach((label, p) -> all.computeIfAbsent(
                            model, _ -> new HashMap<>())
                    .computeIfAbsent(label, _ -> new ArrayList<>())
                    .add(p)));
        }
        int half = (Math.max(frames, sights.size()) + 1) / 2;
        List<LabelScore> scores = new ArrayList<>();
        all.forEach((model, labels) -> labels.forEach((label, list) -> {
            double[] sorted = list.stream().mapToDouble(p -> p).sorted().toArray();
            double sum = 0;
            for (int i = 0; i < Math.min(half, sorted.length); i++) {
                sum += sorted[sorted.length - 1 - i];
            }
            double p = sum / half;
            if (p >= floor) {
                scores.add(new LabelScore(model, label, p));
            }
        }));
        return largest(scores, limit);
    }

    /**
     * Mean of a classifier's distributions over looks.
     *
     * @param rows shape [looks][labels], each row sums to 1
     */
    public static List<LabelScore> ofClassifier(String model, List<float[]> rows, double floor, int limit) {
        double[] mean = new double[rows.get(0).length];
        for (float[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / (double) rows.size();
            }
        }
        List<LabelScore> scores = new ArrayList<>();
        for (int i = 0; i < mean.length; i++) {
            if (mean[i] >= floor) {
                scores.add(new LabelScore(model, i, Math.min(1, mean[i])));
            }
        }
        return largest(scores, limit);
    }

    /** Mean of unit vectors, of unit length; empty when they cancel out or all are zero. */
    static float[] meanVector(List<float[]> vectors) {
        float[] mean = new float[vectors.get(0).length];
        for (float[] v : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += v[i];
            }
        }
        double norm = 0;
        for (float v : mean) {
            norm += v * (double) v;
        }
        norm = Math.sqrt(norm);
        if (!(norm > 1e-6)) {
            return new float[0];
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (mean[i] / norm);
        }
        return mean;
    }

    /** The mean vector of each space, those that cancel out left out. */
    public static List<NewVector> meanVectors(Map<Space, List<float[]>> bySpace) {
        List<NewVector> result = new ArrayList<>();
        bySpace.forEach((space, rows) -> {
            float[] mean = rows.isEmpty() ? new float[0] : meanVector(rows);
            if (mean.length > 0) {
                result.add(new NewVector(space, mean));
            }
        });
        return result;
    }

    private static List<LabelScore> largest(List<LabelScore> scores, int limit) {
        LabelScore[] sorted = scores.toArray(LabelScore[]::new);
        Arrays.sort(
                sorted,
                Comparator.comparingDouble((LabelScore s) -> -s.probability())
                        .thenComparing(LabelScore::model)
                        .thenComparingInt(LabelScore::label));
        return List.of(sorted.length <= limit ? sorted : Arrays.copyOf(sorted, limit));
    }
}
