package dev.vireo.onnx.internal.head;

import dev.vireo.onnx.internal.image.ImageSpec;
import dev.vireo.onnx.internal.manifest.ManifestNode;
import dev.vireo.onnx.internal.manifest.ModelManifest;
import dev.vireo.onnx.internal.session.OnnxSession;
import dev.vireo.onnx.internal.session.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * NanoDet (Lyu 2020). For each stride s a grid of points at ((x + ½)·s, (y + ½)·s); for each point a score for every
 * label (sigmoid inside the graph) and four distributions over 0 … bins−1 for the distance to the left, top, right and
 * bottom edge in units of s, whose expectation is the distance (Generalized Focal Loss, Li 2020, section 3).
 *
 * <p>A point counts for its best label only: overlaps are removed among points of the same best label, and the other
 * labels of the point stay with it as further scores.
 */
final class NanodetHead implements DetectionHead {
    /** Points a label that enter overlap removal: enough for any real scene, bounded for a hostile one. */
    private static final int MAX_CANDIDATES = 1000;

    private final List<Level> levels = new ArrayList<>();
    private final int width;
    private final int height;
    private final int labels;
    private final int bins;
    private final double threshold;
    private final double labelFloor;
    private final double maxIou;
    private final int maxDetections;

    NanodetHead(ModelManifest manifest, int labels) {
        ManifestNode head = manifest.head();
        ImageSpec image = manifest.needImage();
        this.width = image.width();
        this.height = image.height();
        this.labels = labels;
        this.bins = head.integer("bins", 2, 64);
        this.threshold = head.number("scoreThreshold", 0.01, 1);
        this.labelFloor = head.number("labelFloor", 0.001, 1, 0.05);
        this.maxIou = head.number("nmsIou", 0, 1);
        this.maxDetections = head.integer("maxDetections", 1, 1000);
        for (double stride : head.numbers("strides", 1, 8, 1, 256)) {
            int s = (int) stride;
            levels.add(new Level(s, ceil(width, s), ceil(height, s),
                    manifest.needOutput("cls" + s), manifest.needOutput("reg" + s)));
        }
    }

    private static int ceil(int size, int stride) {
        return (size + stride - 1) / stride;
    }

    @Override
    public Set<String> outputs() {
        Set<String> names = new HashSet<>();
        levels.forEach(level -> {
            names.add(level.scores);
            names.add(level.distances);
        });
        return names;
    }

    @Override
    public void check(OnnxSession session) {
        for (Level level : levels) {
            session.needOutput(level.scores, -1, level.points(), labels);
            session.needOutput(level.distances, -1, level.points(), 4L * bins);
        }
    }

    @Override
    public List<RawDetection> decode(Map<String, Tensor> outputs) {
        Map<Integer, List<Candidate>> byLabel = new TreeMap<>();
        int order = 0;
        for (Level level : levels) {
            float[] scores = outputs.get(level.scores).values();
            float[] distances = outputs.get(level.distances).values();
            for (int point = 0; point < level.points(); point++, order++) {
                int best = best(scores, point * labels);
                float score = scores[point * labels + best];
                if (score >= threshold) {
                    byLabel.computeIfAbsent(best, b -> new ArrayList<>())
                            .add(candidate(level, point, score, order, scores, distances));
                }
            }
        }
        List<Candidate> kept = new ArrayList<>();
        for (List<Candidate> candidates : byLabel.values()) {
            candidates.sort(BEST_FIRST);
            kept.addAll(NonMaximumSuppression.keep(
                    candidates.subList(0, Math.min(MAX_CANDIDATES, candidates.size())), maxIou, maxDetections));
        }
        kept.sort(BEST_FIRST);
        return kept.stream().limit(maxDetections).map(this::raw).toList();
    }

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::order);

    private int best(float[] scores, int from) {
        int best = 0;
        for (int label = 1; label < labels; label++) {
            if (scores[from + label] > scores[from + best]) {
                best = label;
            }
        }
        return best;
    }

    private Candidate candidate(Level level, int point, float score, int order, float[] scores, float[] distances) {
        double x = (point % level.columns + 0.5) * level.stride;
        double y = (point / level.columns + 0.5) * level.stride;
        int at = point * 4 * bins;
        return new Candidate(
                Math.max(0, x - expectation(distances, at) * level.stride),
                Math.max(0, y - expectation(distances, at + bins) * level.stride),
                Math.min(width, x + expectation(distances, at + 2 * bins) * level.stride),
                Math.min(height, y + expectation(distances, at + 3 * bins) * level.stride),
                score, order, scores, point * labels);
    }

    /** Expectation of the softmax over {@code bins} logits. */
    private double expectation(float[] logits, int from) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bins; i++) {
            max = Math.max(max, logits[from + i]);
        }
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < bins; i++) {
            double e = Math.exp(logits[from + i] - max);
            sum += e;
            weighted += e * i;
        }
        return weighted / sum;
    }

    private RawDetection raw(Candidate candidate) {
        Map<Integer, Double> scores = new HashMap<>();
        for (int label = 0; label < labels; label++) {
            float score = candidate.scores[candidate.at + label];
            if (score >= labelFloor || score == candidate.score) {
                scores.put(label, (double) score);
            }
        }
        return new RawDetection(candidate.left, candidate.top, candidate.right, candidate.bottom, scores);
    }

    /** One grid of points. */
    private record Level(int stride, int columns, int rows, String scores, String distances) {
        int points() {
            return columns * rows;
        }
    }

    private record Candidate(
            double left, double top, double right, double bottom, double score, int order, float[] scores, int at)
            implements NonMaximumSuppression.Box {}
}
