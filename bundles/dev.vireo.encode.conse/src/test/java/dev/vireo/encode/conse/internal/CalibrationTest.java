package dev.vireo.encode.conse.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.encode.Encoding;
import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where the four numbers of the match probabilities come from: logistic regression on every second photograph, checked on
 * the others. The photographs are of the classifier's own training field, one a class, so the numbers are the best case.
 */
class CalibrationTest {
    private static final List<String> BROAD = List.of(
            "dog", "bird", "musical instrument", "furniture", "motor vehicle", "container", "food", "timepiece", "vehicle",
            "snake", "insect", "fish", "clothing", "tool", "building", "cat", "boat", "weapon", "flower", "vegetable", "monkey",
            "bottle", "lizard");

    /** One pair: its cosine and whether it is a match. */
    private record Pair(double cosine, boolean match) {}

    private record Photo(String synset, float[] vector) {}

    private record Query(String synset, float[] vector) {}

    @Test
    void theNumbersAreThoseThatThePhotographsGive() throws IOException {
        Path folder = Shared.file("media/photos");
        try (RealModels models = new RealModels()) {
            ConseEncoder encoder = models.encoder(Optional.empty());
            Vocabulary vocabulary = models.classifier().vocabulary();
            List<Photo> photos = photos(folder, encoder);
            List<Query> queries = queries(photos, vocabulary, models);

            List<Pair> fitted = textPairs(photos, queries, vocabulary, 0);
            List<Pair> leftOut = textPairs(photos, queries, vocabulary, 1);
            check("text", fitted, leftOut, ConseEncoder.TEXT_SCALE, ConseEncoder.TEXT_BIAS);

            check("picture", picturePairs(photos, vocabulary, 0), picturePairs(photos, vocabulary, 1),
                    ConseEncoder.IMAGE_SCALE, ConseEncoder.IMAGE_BIAS);
            encoder.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(String what, List<Pair> fitted, List<Pair> leftOut, double scale, double bias) {
        double[] fit = fit(fitted);
        System.out.printf("%s: scale %.2f bias %.2f, calibration error on left-out pairs %.4f%n", what, fit[0], fit[1],
                error(leftOut, scale, bias));
        // Where the probability is one half, and how steep it is there.
        assertEquals(-fit[1] / fit[0], -bias / scale, 0.03, what + ": cosine of probability 0.5");
        assertEquals(fit[0], scale, 2.0, what + ": scale");
        assertTrue(error(leftOut, scale, bias) < 0.02, what + ": calibration error " + error(leftOut, scale, bias));
        List<Pair> sure = leftOut.stream().filter(p -> sigmoid(scale * p.cosine + bias) >= 0.8).toList();
        assertTrue(sure.size() >= 10 && sure.stream().filter(Pair::match).count() >= 0.7 * sure.size(),
                what + ": " + sure.stream().filter(Pair::match).count() + " of " + sure.size() + " sure pairs match");
    }

    private static List<Photo> photos(Path folder, ConseEncoder encoder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(f -> f.toString().endsWith(".JPEG")).sorted().toList();
        }
        List<Photo> photos = new ArrayList<>();
        for (Path file : files) {
            photos.add(new Photo(
                    file.getFileName().toString().substring(1, 9),
                    encoder.encodeImages(List.of(RealModels.read(file))).getFirst().vector()));
        }
        return photos;
    }

    private static List<Query> queries(List<Photo> photos, Vocabulary vocabulary, RealModels models) {
        Set<String> shown = photos.stream().map(Photo::synset).collect(Collectors.toSet());
        List<String> names = new ArrayList<>();
        List<String> synsets = new ArrayList<>();
        for (Label label : vocabulary.labels()) {
            if (shown.contains(label.synset())) {
                names.add(label.name());
                synsets.add(label.synset());
            }
        }
        Map<String, Concept> concepts = vocabulary.concepts();
        for (String name : BROAD) {
            concepts.values().stream()
                    .filter(concept -> concept.en().contains(name))
                    .map(Concept::synset)
                    .filter(synset -> shown.stream().anyMatch(s -> vocabulary.isBelow(s, synset)))
                    .sorted()
                    .findFirst()
                    .ifPresent(synset -> {
                        names.add(name);
                        synsets.add(synset);
                    });
        }
        List<Encoding> encodings = models.text().encodeTexts(names);
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            queries.add(new Query(synsets.get(i), encodings.get(i).vector()));
        }
        return queries;
    }

    private static List<Pair> textPairs(List<Photo> photos, List<Query> queries, Vocabulary vocabulary, int half) {
        List<Pair> pairs = new ArrayList<>();
        for (Query query : queries) {
            for (int i = half; i < photos.size(); i += 2) {
                pairs.add(new Pair(
                        cosine(query.vector, photos.get(i).vector), vocabulary.isBelow(photos.get(i).synset, query.synset)));
            }
        }
        return pairs;
    }

    private static List<Pair> picturePairs(List<Photo> photos, Vocabulary vocabulary, int half) {
        List<Set<String>> above = photos.stream().map(photo -> nearlyAbove(photo.synset, vocabulary)).toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = half; i < photos.size(); i += 2) {
            for (int j = i + 1; j < photos.size(); j++) {
                Set<String> common = new HashSet<>(above.get(i));
                common.retainAll(above.get(j));
                pairs.add(new Pair(cosine(photos.get(i).vector, photos.get(j).vector), !common.isEmpty()));
            }
        }
        return pairs;
    }

    /** The synset itself and what is one or two steps above. */
    private static Set<String> nearlyAbove(String synset, Vocabulary vocabulary) {
        Set<String> all = new HashSet<>(Set.of(synset));
        for (int step = 0; step < 2; step++) {
            for (String below : List.copyOf(all)) {
                all.addAll(Optional.ofNullable(vocabulary.concepts().get(below)).map(Concept::parents).orElse(List.of()));
            }
        }
        return all;
    }

    /** Scale and bias of greatest likelihood, by Newton's method. */
    private static double[] fit(List<Pair> pairs) {
        double scale = 10;
        double bias = -6;
        for (int round = 0; round < 60; round++) {
            double gs = 0;
            double gb = 0;
            double hss = 1e-6;
            double hsb = 0;
            double hbb = 1e-6;
            for (Pair pair : pairs) {
                double p = sigmoid(scale * pair.cosine + bias);
                double wrong = p - (pair.match ? 1 : 0);
                double weight = p * (1 - p);
                gs += wrong * pair.cosine;
                gb += wrong;
                hss += weight * pair.cosine * pair.cosine;
                hsb += weight * pair.cosine;
                hbb += weight;
            }
            double determinant = hss * hbb - hsb * hsb;
            scale -= (hbb * gs - hsb * gb) / determinant;
            bias -= (hss * gb - hsb * gs) / determinant;
        }
        return new double[] {scale, bias};
    }

    /** Expected calibration error over ten bins of equal width. */
    private static double error(List<Pair> pairs, double scale, double bias) {
        double[] predicted = new double[10];
        double[] matched = new double[10];
        for (Pair pair : pairs) {
            double p = sigmoid(scale * pair.cosine + bias);
            int bin = Math.min(9, (int) (p * 10));
            predicted[bin] += p;
            matched[bin] += pair.match ? 1 : 0;
        }
        double sum = 0;
        for (int bin = 0; bin < 10; bin++) {
            sum += Math.abs(predicted[bin] - matched[bin]);
        }
        return sum / pairs.size();
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
