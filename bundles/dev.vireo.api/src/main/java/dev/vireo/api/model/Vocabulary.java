package dev.vireo.api.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The labels of one model, the concepts above them, and the concepts whose absence the model can tell.
 *
 * <p>Immutable. It comes with the model bundle: deploying a model with new labels makes new nouns work at once.
 */
public final class Vocabulary {
    private final String id;
    private final List<Label> labels;
    private final Map<String, Concept> concepts;
    private final Set<String> covers;
    private final Map<String, Set<String>> ancestors = new HashMap<>();

    /**
     * @param id name of the label set, e.g. {@code coco80}
     * @param labels in model output order: {@code labels.get(i).index() == i}
     * @param concepts by synset: every label's own synset and all above it
     * @param covers synsets for which low probability mass is evidence of absence
     */
    public Vocabulary(String id, List<Label> labels, Map<String, Concept> concepts, Set<String> covers) {
        this.id = id;
        this.labels = List.copyOf(labels);
        this.concepts = Map.copyOf(concepts);
        this.covers = Set.copyOf(covers);
        for (int i = 0; i < this.labels.size(); i++) {
            if (this.labels.get(i).index() != i) {
                throw new IllegalArgumentException("label " + i + " of " + id + " carries index "
                        + this.labels.get(i).index());
            }
        }
        for (String synset : this.concepts.keySet()) {
            collect(synset, new HashSet<>());
        }
    }

    private Set<String> collect(String synset, Set<String> path) {
        Set<String> known = ancestors.get(synset);
        if (known != null) {
            return known;
        }
        if (!path.add(synset)) {
            throw new IllegalArgumentException("the hierarchy of " + id + " has a cycle at synset " + synset);
        }
        Set<String> all = new HashSet<>();
        Concept concept = concepts.get(synset);
        if (concept != null) {
            for (String parent : concept.parents()) {
                all.add(parent);
                all.addAll(collect(parent, path));
            }
        }
        path.remove(synset);
        Set<String> result = Set.copyOf(all);
        ancestors.put(synset, result);
        return result;
    }

    public String id() {
        return id;
    }

    public List<Label> labels() {
        return labels;
    }

    public Map<String, Concept> concepts() {
        return concepts;
    }

    /** Synsets strictly above {@code synset}; empty for an unknown one. */
    public Set<String> ancestors(String synset) {
        return ancestors.getOrDefault(synset, Set.of());
    }

    /** Whether {@code synset} is {@code ancestor} itself or below it. */
    public boolean isBelow(String synset, String ancestor) {
        return synset.equals(ancestor) || ancestors(synset).contains(ancestor);
    }

    /** Whether low mass on {@code synset} is evidence that the thing is absent: it or something above it is covered. */
    public boolean covers(String synset) {
        return covers.contains(synset) || ancestors(synset).stream().anyMatch(covers::contains);
    }
}
