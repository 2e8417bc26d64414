package dev.vireo.query.internal.noun;

import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.query.internal.language.PhraseTree;
import dev.vireo.query.internal.language.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every noun that the live models know, in English and Chinese, with its meanings. A value: it is made from vocabularies
 * and made anew when another set of models is live.
 */
public final class Lexicon {
    /** A noun that was found. */
    public record Noun(int length, List<Sense> senses) {}

    private static final String ASK = "?";

    /** A target of everything has a name for each label, some ten KiB; most have a few. */
    private static final int TARGETS = 500;

    private final List<LiveModel> models;
    private final PhraseTree<Sense> phrases = new PhraseTree<>(true);
    private final Map<String, Set<String>> above = new HashMap<>();
    private final Map<String, Concept> concepts = new HashMap<>();
    /** What was asked for already: finding the labels below a meaning looks at all of them. */
    private final Map<Sense, Target> targets = new ConcurrentHashMap<>();

    public Lexicon(List<LiveModel> models) {
        this.models = List.copyOf(models);
        for (LiveModel model : models) {
            read(model);
        }
        for (Homonyms.Entry entry : Homonyms.ENTRIES) {
            for (Homonyms.Meaning meaning : entry.meanings()) {
                phrases.add(entry.word(), new Sense(meaning.synset(), meaning.gloss(), 3, ASK, false));
            }
        }
    }

    private void read(LiveModel model) {
        Vocabulary vocabulary = model.vocabulary();
        vocabulary.concepts().forEach((synset, concept) -> {
            concepts.merge(synset, concept, Lexicon::richer);
            above.computeIfAbsent(synset, k -> new HashSet<>()).addAll(vocabulary.ancestors(synset));
            for (int i = 0; i < concept.en().size(); i++) {
                phrase(concept.en().get(i), synset, concept.en().get(0), i == 0 ? 2 : 1, model);
            }
            for (int i = 0; i < concept.zh().size(); i++) {
                phrase(concept.zh().get(i), synset, name(concept, concept.zh().get(0)), 2, model);
            }
        });
        for (Label label : vocabulary.labels()) {
            String synset = label.synset().isEmpty() ? "=" + label.name() : label.synset();
            above.computeIfAbsent(synset, k -> new HashSet<>()).addAll(vocabulary.ancestors(synset));
            phrase(label.name(), synset, label.name(), 3, model);
            label.synonyms().forEach(s -> phrase(s, synset, label.name(), 2, model));
            label.zh().forEach(s -> phrase(s, synset, label.name(), 3, model));
        }
    }

    private static String name(Concept concept, String fallback) {
        return concept.en().isEmpty() ? fallback : concept.en().get(0);
    }

    private static Concept richer(Concept a, Concept b) {
        return a.en().size() + a.zh().size() >= b.en().size() + b.zh().size() ? a : b;
    }

    private void phrase(String text, String synset, String name, int rank, LiveModel model) {
        phrases.add(text, new Sense(synset, name, rank, model.ref(), model.detector()));
    }

    public List<LiveModel> models() {
        return models;
    }

    /** Nouns that begin at a token, longest first. */
    public List<Noun> nouns(List<Token> tokens, int from) {
        List<PhraseTree.Match<Sense>> matches = phrases.matches(tokens, from);
        Map<Integer, List<Sense>> byLength = new LinkedHashMap<>();
        for (int i = matches.size() - 1; i >= 0; i--) {
            byLength.computeIfAbsent(matches.get(i).length(), k -> new ArrayList<>()).addAll(matches.get(i).values());
        }
        List<Noun> nouns = new ArrayList<>();
        byLength.forEach((length, senses) -> nouns.add(new Noun(length, senses)));
        return nouns;
    }

    public boolean isBelow(String synset, String ancestor) {
        return synset.equals(ancestor) || above.getOrDefault(synset, Set.of()).contains(ancestor);
    }

    /**
     * The meanings that a form most probably has: one group each, a group being meanings that are so near to each other
     * (one above the other, or close kin) that nobody would tell them apart. More than one group: ask.
     */
    public List<Set<Sense>> meanings(List<Sense> senses) {
        List<Sense> asked = senses.stream().filter(s -> s.model().equals(ASK)).toList();
        Map<String, Sense> bySynset = new LinkedHashMap<>();
        for (Sense sense : asked.isEmpty() ? senses : asked) {
            bySynset.merge(sense.synset(), sense, Lexicon::stronger);
        }
        int best = bySynset.values().stream().mapToInt(Sense::rank).max().orElse(0);
        List<Sense> strongest = bySynset.values().stream()
                .filter(s -> s.rank() == best)
                .sorted(Comparator.comparing(Sense::detector).reversed().thenComparing(Sense::synset))
                .toList();
        List<Set<Sense>> groups = new ArrayList<>();
        for (Sense sense : strongest) {
            Set<Sense> home = groups.stream()
                    .filter(g -> g.stream().anyMatch(s -> near(s.synset(), sense.synset())))
                    .findFirst()
                    .orElse(null);
            if (home == null) {
                home = new HashSet<>();
                groups.add(home);
            }
            home.add(sense);
        }
        boolean oneDetectorMeaning = groups.size() > 1 && asked.isEmpty()
                && groups.stream().filter(g -> g.stream().anyMatch(Sense::detector)).count() == 1;
        return oneDetectorMeaning
                // What can be pointed at in a frame is meant before what only whole pictures are sorted by.
                ? groups.stream().filter(g -> g.stream().anyMatch(Sense::detector)).toList()
                : groups;
    }

    private static Sense stronger(Sense a, Sense b) {
        if (a.rank() != b.rank()) {
            return a.rank() > b.rank() ? a : b;
        }
        return a.detector() || !b.detector() ? a : b;
    }

    private boolean near(String a, String b) {
        if (isBelow(a, b) || isBelow(b, a)) {
            return true;
        }
        Set<String> kin = kin(a);
        kin.retainAll(kin(b));
        return !kin.isEmpty();
    }

    /** Parents and grandparents. */
    private Set<String> kin(String synset) {
        Set<String> kin = new HashSet<>();
        for (String parent : parents(synset)) {
            kin.add(parent);
            kin.addAll(parents(parent));
        }
        return kin;
    }

    private List<String> parents(String synset) {
        Concept concept = concepts.get(synset);
        return concept == null ? List.of() : concept.parents();
    }

    /** The nearest named concept above a meaning: what tells it from its homonyms. */
    public String gloss(Sense sense, boolean chinese) {
        if (sense.model().equals(ASK)) {
            return sense.name();
        }
        List<String> level = parents(sense.synset());
        for (int depth = 0; depth < 6 && !level.isEmpty(); depth++) {
            List<String> next = new ArrayList<>();
            for (String synset : level) {
                Concept concept = concepts.get(synset);
                if (concept != null) {
                    List<String> names = chinese && !concept.zh().isEmpty() ? concept.zh() : concept.en();
                    if (!names.isEmpty() && !names.get(0).equals(sense.name())) {
                        return names.get(0);
                    }
                    next.addAll(concept.parents());
                }
            }
            level = next;
        }
        return sense.name();
    }

    /** Chinese name of a meaning, or its English one. */
    String display(Sense sense, boolean chinese) {
        Concept concept = concepts.get(sense.synset());
        return chinese && concept != null && !concept.zh().isEmpty() ? concept.zh().get(0) : sense.name();
    }

    /** What these meanings together are to each live model. */
    public Target target(Set<Sense> senses) {
        List<Sense> ordered = senses.stream()
                .sorted(Comparator.comparing(Sense::detector).reversed().thenComparing(Sense::synset))
                .toList();
        Target all = null;
        for (Sense sense : ordered) {
            Target one = targets.get(sense);
            if (one == null) {
                one = target(sense);
                if (targets.size() < TARGETS) {
                    targets.put(sense, one);
                }
            }
            all = all == null ? one : all.or(one, all.name());
        }
        if (all == null) {
            throw new IllegalArgumentException("a target needs at least one meaning");
        }
        return all;
    }

    private Target target(Sense sense) {
        String asked = sense.synset();
        Map<String, Target.Labels> parts = new LinkedHashMap<>();
        for (LiveModel model : models) {
            Set<Integer> labels = new HashSet<>();
            Set<Integer> broader = new HashSet<>();
            Map<Integer, String> names = new HashMap<>();
            for (Label label : model.vocabulary().labels()) {
                String synset = label.synset().isEmpty() ? "=" + label.name() : label.synset();
                if (isBelow(synset, asked)) {
                    labels.add(label.index());
                } else if (above.getOrDefault(asked, Set.of()).contains(synset)) {
                    broader.add(label.index());
                } else {
                    continue;
                }
                names.put(label.index(), label.name());
            }
            if (!labels.isEmpty() || !broader.isEmpty()) {
                parts.put(model.ref(), new Target.Labels(
                        model.detector(), Set.copyOf(labels), Set.copyOf(broader), covers(model.vocabulary(), asked), names,
                        model.vocabulary().labels().size()));
            }
        }
        String name = displayName(asked, sense.name());
        return new Target(name, Set.of(asked), parts);
    }

    private String displayName(String synset, String fallback) {
        Concept concept = concepts.get(synset);
        return concept == null || concept.en().isEmpty() ? fallback : concept.en().get(0);
    }

    private boolean covers(Vocabulary vocabulary, String asked) {
        return vocabulary.covers(asked) || above.getOrDefault(asked, Set.of()).stream().anyMatch(vocabulary::covers);
    }
}
