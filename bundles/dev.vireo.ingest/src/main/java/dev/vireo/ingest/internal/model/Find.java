package dev.vireo.ingest.internal.model;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.media.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One object in one frame, as all detectors together see it.
 *
 * @param box in pixels of the frame that was looked at
 * @param scores label probabilities by label index, by model {@code id@version}
 * @param probability of the best label of any model
 */
public record Find(Box box, Map<String, Map<Integer, Double>> scores, double probability) {
    /** Boxes of different labels or models that overlap more than this are the same object. */
    public static final double SAME_OBJECT_IOU = 0.65;

    /** Finds at least this sure stand alone; a weaker one needs other frames that bear it out, or is one of its kind. */
    static final double LEAST = 0.3;

    /** What one detector found in a frame. */
    public record Source(String model, List<Detection> detections) {
        /** Without what is not sure: a video has more frames to be found in. */
        Source sure() {
            return new Source(model, detections.stream().filter(d -> d.probability() >= LEAST).toList());
        }
    }

    /**
     * What a picture keeps of its finds: all that are sure, and of each label that none of these has, the best weak one.
     * A picture has no second frame to find a small or half-hidden thing in, and "perhaps, there" is worth a near miss and
     * a second opinion; all weak finds would be four times as many looks for nothing but repetitions.
     *
     * @param finds best first
     */
    static List<Find> ofPicture(List<Find> finds) {
        Set<String> named = new HashSet<>();
        List<Find> kept = new ArrayList<>();
        for (Find find : finds) {
            boolean fresh = false;
            for (var model : find.scores().entrySet()) {
                int best = model.getValue().entrySet().stream()
                        .max(Map.Entry.<Integer, Double>comparingByValue().thenComparing(e -> -e.getKey()))
                        .orElseThrow()
                        .getKey();
                fresh |= named.add(model.getKey() + ' ' + best);
            }
            if (fresh || find.probability() >= LEAST) {
                kept.add(find);
            }
        }
        return kept;
    }

    /**
     * Joins what is the same object: detectors remove overlaps within a label only, so that a van comes as truck, car and
     * bus. The box of the most probable detection stands for all. Best first.
     */
    public static List<Find> merge(List<Source> sources) {
        record Single(String model, Detection detection) {}
        List<Single> all = new ArrayList<>();
        for (Source source : sources) {
            for (Detection detection : source.detections()) {
                all.add(new Single(source.model(), detection));
            }
        }
        all.sort(Comparator.comparingDouble((Single s) -> -s.detection().probability()));
        List<Find> finds = new ArrayList<>();
        List<Map<String, Map<Integer, Double>>> scores = new ArrayList<>();
        List<Map<String, Set<Integer>>> named = new ArrayList<>();
        for (Single single : all) {
            Box box = single.detection().box();
            int best = -1;
            double bestIou = SAME_OBJECT_IOU;
            for (int i = 0; i < finds.size(); i++) {
                // The same best label of one model twice is two objects: its own overlap removal would have acted.
                boolean twice = named.get(i)
                        .getOrDefault(single.model(), Set.of())
                        .contains(single.detection().best());
                double iou = finds.get(i).box().iou(box);
                if (!twice && iou >= bestIou) {
                    best = i;
                    bestIou = iou;
                }
            }
            if (best < 0) {
                scores.add(new HashMap<>());
                named.add(new HashMap<>());
                best = finds.size();
                finds.add(new Find(box, Map.of(), single.detection().probability()));
            }
            named.get(best).computeIfAbsent(single.model(), _ -> new HashSet<>()).add(single.detection().best());
            Map<Integer, Double> of = scores.get(best).computeIfAbsent(single.model(), _ -> new HashMap<>());
            single.detection().scores().forEach((label, p) -> of.merge(label, p, Math::max));
        }
        List<Find> merged = new ArrayList<>(finds.size());
        for (int i = 0; i < finds.size(); i++) {
            merged.add(new Find(finds.get(i).box(), scores.get(i), finds.get(i).probability()));
        }
        return merged;
    }
}
