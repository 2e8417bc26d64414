package dev.vireo.query.internal.grammar;

import dev.vireo.query.internal.language.PhraseTree;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.noun.Lexicon;
import java.util.List;
import java.util.Optional;

/** "Someone", "nobody", 有人, 没人: persons without the noun. */
final class SomebodyRule implements ConditionRule {
    private static final PhraseTree<Boolean> PHRASES = new PhraseTree<>(false);

    static {
        for (String phrase : "someone|somebody|anyone|anybody|有人|某人|any person".split("\\|")) {
            PHRASES.add(phrase, true);
        }
        for (String phrase : "nobody|no one|noone|no body|没人|无人|没有人".split("\\|")) {
            PHRASES.add(phrase, false);
        }
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        List<PhraseTree.Match<Boolean>> matches = PHRASES.matches(r.tokens, i);
        List<Lexicon.Noun> person = matches.isEmpty() ? List.of() : r.lexicon.nouns(Tokenizer.tokenize("person"), 0);
        if (person.isEmpty()) {
            return Optional.empty();
        }
        int length = matches.get(matches.size() - 1).length();
        return Optional.of(new Piece(i, i + length, new Piece.Noun(person.get(0).senses(), "", List.of())));
    }

    @Override
    public void prepare(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            Piece piece = r.pieces.get(p);
            boolean nobody = piece.isNoun() && PHRASES.matches(r.tokens, piece.from()).stream()
                    .anyMatch(m -> m.length() == piece.length() && !m.values().get(0));
            if (nobody) {
                r.negated.add(p);
            }
        }
    }

    @Override
    public void conditions(Reading r) {
        // The noun's own rule makes them.
    }
}
