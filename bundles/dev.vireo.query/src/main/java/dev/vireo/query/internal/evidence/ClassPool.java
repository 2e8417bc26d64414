package dev.vireo.query.internal.evidence;

import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.noun.LiveModel;
import dev.vireo.query.internal.noun.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How probable it is that a track shows what a noun means.
 *
 * <p>Each model that can tell gives a probability for the labels at or below the noun: a classifier, whose labels share
 * one distribution, their sum; a detector, whose label scores are independent and of one box often rise together, the
 * largest of them. The models are joined by a log-linear pool (Genest and Zidek 1986): {@code logit P = sum w logit p / sum w}. A model that can tell and gives little
 * mass is evidence of absence; one that cannot tell is silent. Of a classifier's mass the share that is only its ignorance
 * is taken off first (Shafer 1976, belief as mass that is committed): when its distribution has entropy {@code H} over
 * {@code N} labels, {@code H / ln N} of it counts as spread over all labels alike, so that a picture of nothing that it
 * knows does not pass for an animal only because 398 of 1,000 labels are animals. Who has only broader labels tells the family; which
 * kind it is, others tell ({@link KindShare}). The score that a detector gives a thing in
 * a picture becomes a probability first ({@link Calibration}), and so does the pool of several models; over the frames of a video false
 * finds repeat, and nothing was measured.
 */
public final class ClassPool {
    /** Probabilities are kept this far from 0 and 1: no single model may veto or force an answer. */
    private static final double EDGE = 0.02;

    /** Share of the things of its own labels that a small model recognises. */
    private static final double RECALL = 0.6;

    /**
     * What the pool of several models, none of which denies, is worth in a picture. A pool of honest words is too timid, since what
     * each of them knows adds up (Satopää et al. 2014). {@code ./vireo bench reliability} fits 3.1 and 0.95 on its fitting half, of things
     * on clean grounds; taken is half of the way from the identity, as for single scores (ADR 0011).
     */
    private static final Calibration TOGETHER = new Calibration(2, 0.5);

    /** No pool is surer: of 45 claims of the fitting half that were told at 0.8 and more 44 were right. */
    private static final double SUREST = 0.97;

    private final Map<String, LiveModel> models;
    private final Calibration pictures;
    private final double detectorWeight;
    private final double classifierWeight;
    private final double yes;
    private final double unsure;
    private final ClassWording wording;
    private final LabelMeanings meanings = new LabelMeanings();
    private final KindShare kinds;

    /** @param pictures what a detector's score in a picture is worth */
    public ClassPool(
            List<LiveModel> models, Calibration pictures, double detectorWeight, double classifierWeight, double yes, double unsure) {
        this(models, pictures, detectorWeight, classifierWeight, yes, unsure, UnaryOperator.identity());
    }

    /** @param whole a track with all its labels, of one that was read within {@link #scope} */
    public ClassPool(
            List<LiveModel> models, Calibration pictures, double detectorWeight, double classifierWeight, double yes, double unsure,
            UnaryOperator<Track> whole) {
        this.models = models.stream().collect(Collectors.toMap(LiveModel::ref, m -> m, (a, b) -> a));
        this.pictures = pictures;
        this.detectorWeight = detectorWeight;
        this.classifierWeight = classifierWeight;
        this.yes = yes;
        this.unsure = unsure;
        this.wording = new ClassWording(this.models, whole);
        this.kinds = new KindShare(this.models, meanings);
    }

    /** One model's word. */
    private record Word(String model, double probability, double weight, boolean fine, boolean tellsAbsence, double mass, String named) {}

    /**
     * The labels that decide about these targets. Of a track to which a classifier gives nothing of what is asked, neither its
     * ignorance nor what else it is matters; a detector's other labels never do, but where a classifier has something to say.
     */
    public TrackScope scope(Collection<Target> targets, boolean colours) {
        Map<String, Set<Integer>> named = new HashMap<>();
        Map<String, Set<Integer>> telling = new HashMap<>();
        for (Target target : targets) {
            Set<String> meant = new HashSet<>(target.synsets());
            Set<String> families = new HashSet<>();
            target.models().forEach((ref, labels) -> {
                (labels.detector() ? named : telling).computeIfAbsent(ref, k -> new HashSet<>()).addAll(labels.asked());
                if (labels.detector()) {
                    labels.asked().forEach(label -> meant.add(LabelMeanings.synset(models.get(ref), label)));
                }
                if (labels.labels().isEmpty()) {
                    labels.broader().forEach(label -> families.add(LabelMeanings.synset(models.get(ref), label)));
                }
            });
            models.values().forEach(model -> {
                Set<Integer> read = named.computeIfAbsent(model.ref(), k -> new HashSet<>());
                read.addAll(meanings.own(model, meant));
                families.forEach(family -> read.addAll(meanings.atOrBelow(model, family)));
            });
        }
        return new TrackScope(named, telling, NamedLabels.LEAST, colours);
    }

    public Opinion of(Target target, Track track) {
        Map<String, List<LabelScore>> byModel = NamedLabels.byModel(track);
        List<Word> words = new ArrayList<>();
        target.models().forEach((ref, labels) -> {
            List<LabelScore> scores = byModel.get(ref);
            if (scores != null) {
                words.add(word(target, ref, labels, byModel, track));
            }
        });
        if (words.isEmpty()) {
            return new Opinion(EDGE, Verdict.NOT_MET, () -> wording.instead(track), String.join(", ", byModel.keySet()), 0);
        }
        words.sort(Comparator.comparing((Word w) -> !target.models().get(w.model).detector()).thenComparing(Word::model));
        List<Word> heard = words.stream().filter(w -> w.tellsAbsence || w.probability > yes).toList();
        double pooled = heard.isEmpty()
                ? words.stream().mapToDouble(Word::probability).max().orElse(0)
                : together(missed(pool(heard), target, byModel, heard), heard, track);
        List<Word> told = heard.isEmpty() ? words : heard;
        String model = told.size() == 1 ? told.get(0).model : told.stream().map(Word::model).collect(Collectors.joining(", "));
        double order = words.stream().mapToDouble(Word::mass).max().orElse(0);
        boolean fine = told.stream().anyMatch(Word::fine);
        if (!fine) {
            // "truck" when a van was asked: it may be one, and nobody here can say more.
            double capped = Math.min(pooled, yes - 0.01);
            return new Opinion(capped, capped < unsure ? Verdict.NOT_MET : Verdict.UNSURE,
                    () -> wording.of(target, track, told.stream().map(Word::model).toList()) + " (broader than " + target.name() + ")", model, order);
        }
        return new Opinion(pooled, verdict(pooled), () -> wording.of(target, track, told.stream().map(Word::model).toList()), model, order);
    }

    Verdict verdict(double probability) {
        return probability >= yes ? Verdict.MET : probability < unsure ? Verdict.NOT_MET : Verdict.UNSURE;
    }

    /** Of a picture: there is no second frame. */
    private static boolean still(Track track) {
        return track.startMs() == track.endMs();
    }

    private double together(double pooled, List<Word> heard, Track track) {
        boolean agreed = heard.size() > 1 && heard.stream().allMatch(w -> w.probability >= unsure);
        return agreed && still(track) ? Math.min(SUREST, TOGETHER.probability(pooled)) : pooled;
    }

    private static double pool(List<Word> words) {
        if (words.size() == 1) {
            return words.get(0).probability;
        }
        double sum = 0;
        double weights = 0;
        for (Word word : words) {
            double p = Math.clamp(word.probability, EDGE, 1 - EDGE);
            sum += word.weight * Math.log(p / (1 - p));
            weights += word.weight;
        }
        return weights == 0 ? 0 : 1 / (1 + Math.exp(-sum / weights));
    }

    /**
     * A model that has a label of its own for the noun, or for the very thing that another model names, and says next to nothing
     * of it, has missed the thing, or there is none: the odds become {@code 1 - recall} times as large (Bayes). Models that tell
     * absence are pooled already.
     */
    private double missed(double probability, Target target, Map<String, List<LabelScore>> byModel, List<Word> heard) {
        Set<String> meant = new HashSet<>(target.synsets());
        heard.forEach(w -> meant.add(w.named));
        long silent = byModel.entrySet().stream()
                .filter(e -> heard.stream().noneMatch(w -> w.model.equals(e.getKey())))
                .filter(e -> silent(models.get(e.getKey()), e.getValue(), meant))
                .count();
        double odds = probability / Math.max(1e-9, 1 - probability) * Math.pow(1 - RECALL, silent);
        return odds / (1 + odds);
    }

    private boolean silent(LiveModel model, List<LabelScore> scores, Set<String> meant) {
        if (model == null) {
            return false;
        }
        Set<Integer> own = meanings.own(model, meant);
        return !own.isEmpty()
                && scores.stream().filter(s -> own.contains(s.label())).mapToDouble(LabelScore::probability).sum() < unsure;
    }

    private Word word(Target target, String ref, Target.Labels labels, Map<String, List<LabelScore>> byModel, Track track) {
        List<LabelScore> scores = byModel.get(ref);
        boolean fine = !labels.labels().isEmpty();
        NamedLabels named = NamedLabels.of(labels, scores);
        double mass = named.mass();
        double probability = 0;
        if (!named.isEmpty() && labels.detector()) {
            probability = (still(track) ? pictures : Calibration.NONE).probability(named.first().probability());
        } else if (!named.isEmpty()) {
            LiveModel model = models.get(ref);
            double committed = mass - ignorance(scores, labels.size()) * labels.asked().size() / labels.size();
            probability = Math.max(0, committed) * (1 - (model == null ? 0 : unknown(target, model, track)));
        }
        if (!fine && !named.isEmpty()) {
            probability *= kinds.of(target, LabelMeanings.synset(models.get(ref), named.first().label()), byModel);
        }
        return new Word(ref, probability, labels.detector() ? detectorWeight : classifierWeight, fine, labels.covers(), mass,
                named.isEmpty() ? "" : LabelMeanings.synset(models.get(ref), named.first().label()));
    }

    /**
     * Share of a thing that lies outside a classifier's world: the largest probability that a detector gives to a label
     * which excludes what is asked and which the classifier cannot tell. A classifier without persons must call a person
     * something; what it says of one is void as far as it is one.
     */
    private double unknown(Target target, LiveModel classifier, Track track) {
        double most = 0;
        for (LabelScore score : track.labels()) {
            LiveModel detector = models.get(score.model());
            if (detector == null || !detector.detector() || score.label() >= detector.vocabulary().labels().size()) {
                continue;
            }
            Target.Labels part = target.models().get(score.model());
            boolean compatible = part != null
                    && (part.labels().contains(score.label()) || part.broader().contains(score.label()));
            String synset = detector.vocabulary().labels().get(score.label()).synset();
            if (!compatible && !classifier.vocabulary().covers(synset)) {
                most = Math.max(most, score.probability());
            }
        }
        return Math.min(1, most);
    }

    /** Share of a classifier's distribution that is spread over everything alike, 0 (certain) to 1 (uniform). */
    static double ignorance(List<LabelScore> scores, int size) {
        double entropy = 0;
        double told = 0;
        for (LabelScore score : scores) {
            if (score.probability() > 0) {
                entropy -= score.probability() * Math.log(score.probability());
                told += score.probability();
            }
        }
        // What was too small to be kept is taken as spread evenly over the labels that were not.
        double rest = 1 - told;
        int others = size - scores.size();
        if (rest > 1e-9 && others > 0) {
            entropy -= rest * Math.log(rest / others);
        }
        return size < 2 ? 0 : Math.clamp(entropy / Math.log(size), 0, 1);
    }
}
