package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.From;
import dev.vireo.query.internal.language.PhraseTree;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.language.Words;
import dev.vireo.query.internal.noun.Lexicon;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where it was seen: an asset or folder by its name. */
final class PlaceRule implements ConditionRule {
    private static final Set<String> PREPOSITIONS = Set.of("in", "from", "on", "of", "at", "在", "来自", "从");

    private final Function<String, Set<Long>> assets;

    /** @param assets ids of the assets of a name in normal form */
    PlaceRule(Function<String, Set<Long>> assets) {
        this.assets = assets;
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        Token token = r.tokens.get(i);
        if (token.type() == Token.Type.NAME) {
            Set<Long> named = assets.apply(token.text());
            boolean file = token.end() - token.start() == token.text().length();
            return named.isEmpty() && !file
                    ? Optional.empty()
                    : Optional.of(new Piece(i, i + 1, new Piece.Place(token.text(), named)));
        }
        int preposition = Words.TREE.matches(r.tokens, i).stream()
                .mapToInt(PhraseTree.Match::length)
                .max()
                .orElse(0);
        return preposition == 0 ? Optional.empty() : Optional.ofNullable(behind(r, i, i + preposition));
    }

    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Piece.Place place) {
                r.made.add(new Reading.Made(p, ConditionKind.PLACE, place.name(), r.negated.contains(p), List.of(p),
                        new From(place.assets()), 0));
            }
        }
    }

    /** "in vtest", "from camera 2": the words behind a preposition that are the name of an asset. */
    private Piece behind(Reading r, int i, int from) {
        boolean leads = PREPOSITIONS.contains(r.slice(i, from).toLowerCase(Locale.ROOT));
        if (!leads || from >= r.tokens.size() || r.tokens.get(from).type() == Token.Type.SYMBOL) {
            return null;
        }
        if (r.tokens.get(from).type() == Token.Type.NAME) {
            Token name = r.tokens.get(from);
            return new Piece(i, from + 1, new Piece.Place(name.text(), assets.apply(name.text())));
        }
        int known = from;
        for (PhraseTree.Match<Words.Word> word : Words.TREE.matches(r.tokens, from)) {
            known = ends(r, from + word.length()) ? Math.max(known, from + word.length()) : known;
        }
        for (Lexicon.Noun noun : r.lexicon.nouns(r.tokens, from)) {
            known = ends(r, from + noun.length()) ? Math.max(known, from + noun.length()) : known;
        }
        Piece longest = null;
        for (int to = from + 1; to <= Math.min(r.tokens.size(), from + 12); to++) {
            String name = Tokenizer.normal(r.slice(from, to));
            Set<Long> named = assets.apply(name);
            // A name that is only a common word is that word: "in red" asks for a colour, whatever the files are called.
            if (!named.isEmpty() && to > known) {
                longest = new Piece(i, to, new Piece.Place(name, named));
            }
        }
        return longest;
    }

    /** Whether a word may end before this token: names go on with dashes, dots and digits. */
    private boolean ends(Reading r, int i) {
        if (i >= r.tokens.size() || r.tokens.get(i).start() > r.tokens.get(i - 1).end()) {
            return true;
        }
        return r.tokens.get(i).isHan() || r.tokens.get(i).type() == Token.Type.SYMBOL && !Set.of("-", "_", ".").contains(
                r.tokens.get(i).text());
    }
}
