package dev.vireo.query.internal.prompt;

import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Check;
import dev.vireo.query.internal.condition.HasColour;
import dev.vireo.query.internal.condition.IsA;
import dev.vireo.query.internal.condition.Prompt;
import dev.vireo.query.internal.condition.Resembles;
import dev.vireo.query.internal.condition.SameColours;
import dev.vireo.query.internal.condition.SameKind;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.noun.LiveModel;
import dev.vireo.query.internal.noun.Sense;
import dev.vireo.query.internal.noun.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a prompt asks: likeness in every live space, the label that it most probably has, and its colours. Words overrule:
 * a colour that is named replaces the prompt's own, a thing that is named its label.
 */
final class PromptTerms {
    /** Labels that come to at least this share of the most probable one are what a thing may be: a van is truck and car. */
    private static final double RIVAL = 1.0 / 3;
    /** Nothing is claimed of a place that no detector marks and no classifier is surer of. */
    private static final double SURE = 0.5;
    /** Shares from here on are named. */
    private static final double NAMED = 0.15;

    private final Lexicon lexicon;

    PromptTerms(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /**
     * @param readings what was read at each place that the mark means
     * @param whole whether there is no mark, so that the picture as a whole is meant
     * @param words terms of the question's words
     */
    Prompt of(List<RegionReader.Reading> readings, boolean whole, List<Term> words) {
        boolean tinted = words.stream().anyMatch(t -> t.noun() == 0 && t.check() instanceof HasColour);
        Optional<Target> named = words.stream()
                .filter(t -> t.noun() == 0 && !t.negated())
                .map(t -> t.check() instanceof IsA isA ? isA.target() : null)
                .filter(Objects::nonNull)
                .findFirst();
        List<Prompt.Place> places = new ArrayList<>();
        for (RegionReader.Reading reading : readings) {
            Optional<Target> own = whole ? Optional.empty() : kind(reading);
            places.add(new Prompt.Place(places.size(), reading, own, whole || own.isPresent()));
        }
        List<Term> terms = new ArrayList<>();
        String source = whole ? "picture" : readings.stream().map(r -> place(r.box())).collect(Collectors.joining(", "));
        boolean another = named.isPresent()
                && places.stream().noneMatch(p -> p.kind().isPresent() && common(p.kind().get(), named.get()));
        if (whole || !another) {
            String like = whole ? "like the picture" : readings.size() == 1
                    ? "like the region at " + source
                    : "like one of " + readings.size() + " regions";
            terms.add(term(words, terms, ConditionKind.FREE, like, source, new Resembles(whole)));
        }
        List<Target> kinds = places.stream().flatMap(p -> p.kind().stream()).toList();
        if (!whole && named.isEmpty() && !kinds.isEmpty()) {
            Target any = kinds.stream().reduce(PromptTerms::joined).orElseThrow();
            terms.add(term(words, terms, ConditionKind.CLASS, any.name(), source, new SameKind(any)));
        }
        if (!whole && !tinted && readings.stream().anyMatch(r -> !r.colours().isEmpty())) {
            String colours = readings.stream().map(PromptTerms::colours).distinct().collect(Collectors.joining(" / "));
            terms.add(term(words, terms, ConditionKind.COLOUR, colours, source, new SameColours()));
        }
        return new Prompt(places, terms);
    }

    private static Term term(
            List<Term> words, List<Term> before, ConditionKind kind, String value, String source, Check check) {
        String id = "c" + (words.size() + before.size() + 1);
        return new Term(new Condition(id, kind, value, false, source), check, 0);
    }

    private static String place(Box box) {
        return String.format(Locale.ROOT, "x %.0f y %.0f w %.0f h %.0f", box.x(), box.y(), box.w(), box.h());
    }

    private static String colours(RegionReader.Reading reading) {
        String named = reading.colours().stream()
                .filter(c -> c.fraction() >= NAMED)
                .limit(3)
                .map(c -> c.colour().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "many colours" : named;
    }

    /** What the thing most probably is: as the detectors say, else as a classifier that is sure. */
    private Optional<Target> kind(RegionReader.Reading reading) {
        List<LabelScore> ranked = reading.labels().stream()
                .sorted(Comparator.comparingDouble(LabelScore::probability).reversed())
                .toList();
        Map<String, LiveModel> models = new HashMap<>();
        lexicon.models().forEach(m -> models.put(m.ref(), m));
        List<LabelScore> detected = ranked.stream().filter(s -> detector(models, s)).toList();
        List<LabelScore> meant = detected.isEmpty()
                ? ranked.stream().filter(s -> s.probability() >= SURE).limit(1).toList()
                : detected.stream().filter(s -> s.probability() >= RIVAL * detected.get(0).probability()).toList();
        return meant.stream()
                .flatMap(s -> target(models, s).stream())
                .reduce(PromptTerms::joined);
    }

    private static boolean detector(Map<String, LiveModel> models, LabelScore score) {
        LiveModel model = models.get(score.model());
        return model != null && model.detector();
    }

    private Optional<Target> target(Map<String, LiveModel> models, LabelScore score) {
        LiveModel model = models.get(score.model());
        if (model == null || score.label() >= model.vocabulary().labels().size()) {
            return Optional.empty(); // the models changed between looking and asking
        }
        Label label = model.vocabulary().labels().get(score.label());
        String synset = label.synset().isEmpty() ? "=" + label.name() : label.synset();
        return Optional.of(lexicon.target(Set.of(new Sense(synset, label.name(), 3, model.ref(), model.detector()))));
    }

    private static Target joined(Target a, Target b) {
        return a.synsets().containsAll(b.synsets()) ? a : a.or(b, a.name() + " or " + b.name());
    }

    private static boolean common(Target a, Target b) {
        return a.models().entrySet().stream().anyMatch(e -> {
            Target.Labels other = b.models().get(e.getKey());
            return other != null && e.getValue().labels().stream().anyMatch(other.labels()::contains);
        });
    }
}
