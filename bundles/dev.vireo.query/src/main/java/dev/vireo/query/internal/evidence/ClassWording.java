package dev.vireo.query.internal.evidence;

import dev.vireo.api.catalog.Track;
import dev.vireo.api.model.LabelScore;
import dev.vireo.query.internal.noun.LiveModel;
import dev.vireo.query.internal.noun.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the models say of a track, for people: {@code minivan 0.61, van 0.20, van 0.83 in all}. */
public final class ClassWording {
    private final Map<String, LiveModel> models;
    private final UnaryOperator<Track> whole;

    /** @param whole a track with all its labels, of one that was read in part */
    ClassWording(Map<String, LiveModel> models, UnaryOperator<Track> whole) {
        this.models = models;
        this.whole = whole;
    }

    /** @param told the models that are told of, of those that the target has */
    String of(Target target, Track track, List<String> told) {
        Map<String, List<LabelScore>> byModel = NamedLabels.byModel(whole.apply(track));
        return told.stream()
                .map(model -> of(target, model, target.models().get(model), byModel.getOrDefault(model, List.of())))
                .collect(Collectors.joining("; "));
    }

    private String of(Target target, String ref, Target.Labels labels, List<LabelScore> scores) {
        NamedLabels named = NamedLabels.of(labels, scores);
        double mass = named.mass();
        StringBuilder value = new StringBuilder(named.scores().stream()
                .limit(2)
                .map(s -> labels.names().get(s.label()) + " " + number(s.probability()))
                .collect(Collectors.joining(", ")));
        String all = !labels.labels().isEmpty() ? target.name() : String.join("/", labels.names().values().stream().sorted().toList());
        if (named.isEmpty()) {
            value.append(all).append(" 0");
        } else if (!labels.detector() && named.scores().size() > 1) {
            value.append(", ").append(all).append(' ').append(number(mass)).append(" in all");
        }
        if (mass < 0.2) {
            value.append(", more like ").append(best(ref, scores));
        }
        return value.toString();
    }

    /** What is there instead, where no model can tell what was asked. */
    String instead(Track track) {
        String instead = NamedLabels.byModel(whole.apply(track)).entrySet().stream()
                .map(e -> best(e.getKey(), e.getValue()))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining("; "));
        return instead.isEmpty() ? "nothing known" : instead;
    }

    private String best(String ref, List<LabelScore> scores) {
        LiveModel model = models.get(ref);
        if (model == null) {
            return "";
        }
        return scores.stream()
                .filter(s -> s.label() < model.vocabulary().labels().size())
                .max(Comparator.comparingDouble(LabelScore::probability).thenComparing(s -> -s.label()))
                .map(s -> model.vocabulary().labels().get(s.label()).name() + " " + number(s.probability()))
                .orElse("");
    }

    /** A probability, for people. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
