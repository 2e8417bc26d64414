package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether all parts of an answer belong to the generation that it names. Three things are held against it, each from another source:
 * the generations that could serve while it was asked, as the deploys tell; the bundles of that generation, as the catalogue has them,
 * against those that the answer's providers name; and the order and scores of hits and near misses, which tell two kinds of reranker apart by
 * what they say, whatever they call themselves. Answers are learned before they are judged; judging is thread-safe.
 */
final class AnswerJudge {
    private final String reranker;
    /** By question, then kind of reranker. */
    private final Map<String, Map<Integer, String>> rankings = new HashMap<>();
    /** By question: who must have a part in it. */
    private final Map<String, Set<String>> providers = new HashMap<>();
    /** Versions of the distribution's bundles. */
    private final Map<String, String> original = new HashMap<>();
    /** By number: versions of what was deployed in the place of the distribution's. */
    private final Map<Long, Map<String, String>> generations = new ConcurrentHashMap<>();

    /** @param reranker symbolic name of the bundle whose versions rank in two ways, by the parity of their last number */
    AnswerJudge(String reranker) {
        this.reranker = reranker;
        generations.put(0L, Map.of());
    }

    /** Learns what a generation consists of, before it can serve. */
    void generation(JsonNode generation) {
        Map<String, String> versions = new HashMap<>();
        generation.path("packages").forEach(p -> p.path("bundles")
                .forEach(b -> versions.put(b.path("symbolic_name").asText(), b.path("version").asText())));
        generations.put(generation.path("number").asLong(), versions);
    }

    /** Learns the right answer to a question from its generation; those of the distribution come first. */
    void learn(String question, JsonNode answer) {
        long generation = answer.path("generation").asLong();
        if (generation == 0) {
            bundles(answer).forEach(b -> original.put(b.path("symbolic_name").asText(), b.path("version").asText()));
        }
        Map<Integer, String> known = rankings.computeIfAbsent(question, _ -> new HashMap<>());
        if (!isUnranked(answer)) {
            known.put(kind(generations.get(generation)), ranking(answer));
        }
        providers.putIfAbsent(question, named(answer));
    }

    /** Questions whose answer shows which kind of reranker had a part in it. */
    long telling() {
        return rankings.values().stream().filter(r -> new HashSet<>(r.values()).size() > 1).count();
    }

    /** Whether a reranker did not come to its end in time: the answer says so, and its order says nothing. */
    static boolean isUnranked(JsonNode answer) {
        return !answer.path("notices").isEmpty();
    }

    /**
     * @param first number of the generation that served when the question was sent
     * @param last of the newest that was begun when the answer had come
     * @return what does not belong together; empty for most
     */
    Optional<String> fault(String question, JsonNode answer, long first, long last) {
        long generation = answer.path("generation").asLong(-1);
        Map<String, String> versions = generations.get(generation);
        if (generation < first || generation > last || versions == null) {
            return Optional.of("it names generation " + generation + ", " + first + " to " + last + " could answer");
        }
        for (JsonNode bundle : bundles(answer)) {
            String name = bundle.path("symbolic_name").asText();
            String wanted = versions.getOrDefault(name, original.get(name));
            if (!bundle.path("version").asText().equals(wanted)) {
                return Optional.of("of " + name + " generation " + generation + " has " + wanted + ", the answer "
                        + bundle.path("version").asText());
            }
        }
        if (!named(answer).equals(providers.get(question))) {
            return Optional.of(named(answer) + " answered, not " + providers.get(question));
        }
        String wanted = rankings.get(question).get(kind(versions));
        if (wanted != null && !isUnranked(answer) && !ranking(answer).equals(wanted)) {
            return Optional.of("in generation " + generation + " it is " + wanted + ", the answer is " + ranking(answer));
        }
        return Optional.empty();
    }

    private int kind(Map<String, String> versions) {
        String version = versions.getOrDefault(reranker, "0");
        return Integer.parseInt(version.substring(version.lastIndexOf('.') + 1)) % 2;
    }

    private static List<JsonNode> bundles(JsonNode answer) {
        List<JsonNode> bundles = new ArrayList<>();
        answer.path("providers").forEach(p -> p.path("bundles").forEach(bundles::add));
        return bundles;
    }

    private static Set<String> named(JsonNode answer) {
        Set<String> named = new TreeSet<>();
        answer.path("providers").forEach(p -> named.add(p.path("families") + " " + p.path("provider").asText()));
        return named;
    }

    /** Hits, then near misses: few questions have two hits, and a reranker orders both lists. */
    private static String ranking(JsonNode answer) {
        return answer.path("status").asText() + ' ' + order(answer.path("hits")) + " / " + order(answer.path("near_misses"));
    }

    /**
     * Items in their order with what they are ordered by. Not by track: a new version of a classifier looks at stored footage again, and
     * finds the same in tracks of its own. Of two that are equally probable either may be first: then without order.
     */
    private static String order(JsonNode list) {
        List<String> items = new ArrayList<>();
        List<String> scores = new ArrayList<>();
        Set<String> probabilities = new HashSet<>();
        for (JsonNode item : list) {
            String probability = String.format(Locale.ROOT, "%.4f", item.path("probability").asDouble());
            items.add(item.path("asset").asText() + '@' + item.path("region") + '=' + probability);
            scores.add(String.format(Locale.ROOT, "%.4f", item.path("score").asDouble()));
            probabilities.add(probability);
        }
        if (probabilities.size() < items.size()) {
            items.sort(null);
            scores.clear();
        }
        return String.join(" ", items) + ' ' + scores;
    }
}
