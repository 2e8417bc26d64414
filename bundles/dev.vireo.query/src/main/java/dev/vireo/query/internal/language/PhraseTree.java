package dev.vireo.query.internal.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Phrases by their tokens, for longest match. Built once, then read by any thread. */
public final class PhraseTree<V> {
    private static final int LONGEST = 12;
    private static final Set<String> JOINING = Set.of("-", "'", "’", ".");

    private final boolean inflected;
    private final Map<String, PhraseTree<V>> next = new HashMap<>();
    private final List<V> values = new ArrayList<>();

    /** @param inflected whether an English plural in a text stands for its singular in a phrase */
    public PhraseTree(boolean inflected) {
        this.inflected = inflected;
    }

    /** What was found: values of one phrase and how many tokens it takes. */
    public record Match<V>(int length, List<V> values) {}

    public void add(String phrase, V value) {
        PhraseTree<V> node = this;
        boolean any = false;
        for (Token token : Tokenizer.phrase(phrase)) {
            if (token.type() != Token.Type.SYMBOL) {
                node = node.next.computeIfAbsent(token.text(), k -> new PhraseTree<>(inflected));
                any = true;
            }
        }
        if (any && !node.values.contains(value)) {
            node.values.add(value);
        }
    }

    /** Phrases that begin at {@code from}, shortest first; a hyphen stands for nothing. */
    public List<Match<V>> matches(List<Token> tokens, int from) {
        List<Match<V>> found = new ArrayList<>();
        walk(tokens, from, from, found, 0);
        found.sort((a, b) -> Integer.compare(a.length(), b.length()));
        return found;
    }

    private void walk(List<Token> tokens, int from, int at, List<Match<V>> found, int depth) {
        if (at > from && !values.isEmpty()) {
            found.add(new Match<>(at - from, List.copyOf(values)));
        }
        if (at >= tokens.size() || depth > LONGEST) {
            return;
        }
        Token token = tokens.get(at);
        if (token.type() == Token.Type.SYMBOL) {
            if (at > from) {
                joined(tokens, from, at, found, depth);
            }
            return;
        }
        if (token.type() == Token.Type.WORD) {
            for (String form : forms(token)) {
                step(form, tokens, from, at, found, depth);
            }
        } else {
            step(token.text(), tokens, from, at, found, depth);
        }
    }

    private List<String> forms(Token token) {
        return inflected ? English.singulars(token.text()) : List.of(token.text());
    }

    private void step(String form, List<Token> tokens, int from, int at, List<Match<V>> found, int depth) {
        PhraseTree<V> child = next.get(form);
        if (child != null) {
            child.walk(tokens, from, at + 1, found, depth + 1);
        }
    }

    /** Skips the marks inside "wire-haired" and "jack-o'-lantern"; the phrase that ends before them was found already. */
    private void joined(List<Token> tokens, int from, int at, List<Match<V>> found, int depth) {
        int after = at;
        while (after < tokens.size() && after < at + 2 && JOINING.contains(tokens.get(after).text()) && touches(tokens, after)) {
            after++;
        }
        if (after > at && tokens.get(after).type() == Token.Type.WORD) {
            for (String form : forms(tokens.get(after))) {
                step(form, tokens, from, after, found, depth);
            }
        }
    }

    private static boolean touches(List<Token> tokens, int at) {
        return at > 0 && at + 1 < tokens.size() && tokens.get(at - 1).end() == tokens.get(at).start()
                && tokens.get(at).end() == tokens.get(at + 1).start();
    }
}
