package dev.vireo.query.internal.evidence;

import dev.vireo.api.model.LabelScore;
import dev.vireo.query.internal.noun.LiveModel;
import dev.vireo.query.internal.noun.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How probable a kind is, once its family is certain. Who says "bird" to the question for an owl has said that it is a bird; which bird, only
 * a model that tells birds apart can say: {@code P(owl) = P(bird) P(owl | bird)}, the second factor being the share of its owls in
 * all of its birds.
 *
 * <p>As much as is not counted in a single label ({@link NamedLabels#LEAST}) is taken as spread evenly over the kinds, so that
 * of a family of which it says nothing all kinds are equally probable.
 */
final class KindShare {
    private final Map<String, LiveModel> models;
    private final LabelMeanings meanings;

    KindShare(Map<String, LiveModel> models, LabelMeanings meanings) {
        this.models = models;
        this.meanings = meanings;
    }

    /**
     * @param family meaning of a label that is broader than the target
     * @param scores of the thing, by model
     * @return 0 to 1; 1 when nobody has seen the thing who can tell the kinds apart
     */
    double of(Target target, String family, Map<String, List<LabelScore>> scores) {
        double asked = 0;
        double all = 0;
        for (Map.Entry<String, Target.Labels> part : target.models().entrySet()) {
            LiveModel model = models.get(part.getKey());
            List<LabelScore> said = scores.get(part.getKey());
            if (model == null || said == null || part.getValue().labels().isEmpty()) {
                continue;
            }
            Set<Integer> kinds = meanings.atOrBelow(model, family);
            Set<Integer> meant = new HashSet<>(kinds);
            meant.retainAll(part.getValue().labels());
            if (!meant.isEmpty()) {
                asked += mass(said, meant) + NamedLabels.LEAST * meant.size() / kinds.size();
                all += mass(said, kinds) + NamedLabels.LEAST;
            }
        }
        return all == 0 ? 1 : asked / all;
    }

    private static double mass(List<LabelScore> scores, Set<Integer> labels) {
        return scores.stream()
                .filter(s -> s.probability() >= NamedLabels.LEAST && labels.contains(s.label()))
                .mapToDouble(LabelScore::probability)
                .sum();
    }
}
