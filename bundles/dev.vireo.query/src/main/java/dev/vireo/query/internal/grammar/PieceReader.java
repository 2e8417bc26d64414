package dev.vireo.query.internal.grammar;

import dev.vireo.query.internal.language.Numbers;
import dev.vireo.query.internal.language.PhraseTree;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.language.Words;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.noun.Sense;
import java.util.List;

/** First stage: every token becomes part of the longest thing that starts there. */
final class PieceReader {
    private final List<ConditionRule> rules;
    private final Reading r;

    PieceReader(List<ConditionRule> rules, Reading reading) {
        this.rules = rules;
        this.r = reading;
    }

    void read() {
        for (int i = 0; i < r.tokens.size(); ) {
            Piece piece = next(i);
            r.pieces.add(piece);
            i = piece.to();
        }
        loosen();
    }

    private Piece next(int i) {
        Token token = r.tokens.get(i);
        Lexicon.Noun noun = token.type() == Token.Type.NAME ? null : r.lexicon.nouns(r.tokens, i).stream().findFirst().orElse(null);
        Piece word = token.type() == Token.Type.NAME || token.type() == Token.Type.SYMBOL ? null : word(i);
        int nounLength = noun == null ? 0 : noun.length();
        int wordLength = word == null ? 0 : word.length();
        Piece ruled = null;
        for (ConditionRule rule : rules) {
            Piece piece = rule.piece(r, i).orElse(null);
            if (piece != null && piece.length() >= Math.max(nounLength, wordLength)
                    && (ruled == null || piece.length() > ruled.length())) {
                ruled = piece;
            }
        }
        if (ruled != null) {
            return ruled;
        }
        if (token.type() == Token.Type.NAME) {
            return new Piece(i, i + 1, new Piece.Free());
        }
        if (token.type() == Token.Type.SYMBOL) {
            return new Piece(i, i + 1, symbol(token.text()));
        }
        if (noun != null && nounLength >= wordLength) {
            Piece.Meaning split = word == null ? null : word.what();
            // "moving van": what moves is asked more often than what moves house.
            boolean inMotion = split instanceof Piece.State && (token.is("moving") || token.is("parked"))
                    && r.lexicon.nouns(r.tokens, i + wordLength).stream().anyMatch(n -> n.length() == nounLength - wordLength);
            if (nounLength > wordLength && !inMotion) {
                return noun(i, noun);
            }
            if (nounLength == wordLength && split instanceof Piece.Tint tint) {
                Piece fruit = noun(i, noun);
                return new Piece(i, fruit.to(), new Piece.Tint(tint.tint(), (Piece.Noun) fruit.what()));
            }
            if (nounLength == wordLength && split instanceof Piece.Filler) {
                r.hidden = true;
                if (r.nounsFirst) {
                    return noun(i, noun);
                }
            }
        }
        if (word != null) {
            return word;
        }
        if (noun != null) {
            return noun(i, noun);
        }
        return number(i);
    }

    private Piece.Meaning symbol(String text) {
        return switch (text) {
            case "/", "|", "、" -> new Piece.Join(true);
            case "&", "+" -> new Piece.Join(false);
            default -> new Piece.Soft();
        };
    }

    private Piece noun(int i, Lexicon.Noun noun) {
        int to = i + noun.length();
        if (to + 1 < r.tokens.size() && (r.tokens.get(to).is("(") || r.tokens.get(to).is("["))) {
            for (int end = to + 2; end < Math.min(r.tokens.size(), to + 8); end++) {
                if (r.tokens.get(end).is(")") || r.tokens.get(end).is("]")) {
                    String inside = r.slice(to + 1, end).strip();
                    List<Sense> above = r.lexicon.nouns(r.tokens, to + 1).stream()
                            .flatMap(n -> n.senses().stream())
                            .toList();
                    return new Piece(i, end + 1, new Piece.Noun(noun.senses(), Tokenizer.normal(inside), above));
                }
            }
        }
        return new Piece(i, to, new Piece.Noun(noun.senses(), "", List.of()));
    }

    /** The longest word of the grammar that fits here. */
    private Piece word(int i) {
        List<PhraseTree.Match<Words.Word>> matches = Words.TREE.matches(r.tokens, i);
        for (int m = matches.size() - 1; m >= 0; m--) {
            int to = i + matches.get(m).length();
            for (Words.Word word : matches.get(m).values()) {
                Piece.Meaning meaning = meaning(word, i, to);
                if (meaning != null) {
                    return new Piece(i, to, meaning);
                }
            }
        }
        return null;
    }

    private Piece.Meaning meaning(Words.Word word, int from, int to) {
        return switch (word) {
            case Words.Tint tint -> new Piece.Tint(tint, null);
            case Words.State state -> new Piece.State(state);
            case Words.Negation negation -> new Piece.Negation(negation.presence());
            case Words.Join join -> new Piece.Join(join.or());
            case Words.Number n -> new Piece.Number(n.value(), !r.tokens.get(from).text().startsWith("one"));
            case Words.Bound bound -> bound.after()
                    ? !r.pieces.isEmpty() && r.before(r.pieces.size()) instanceof Piece.Number ? new Piece.Bound(bound) : null
                    : to < r.tokens.size() && numeric(to) ? new Piece.Bound(bound) : null;
            case Words.Shade shade -> tintAt(to) ? new Piece.Shade(shade.name()) : null;
            case Words.Measure measure -> r.before(r.pieces.size()) instanceof Piece.Number ? new Piece.Soft() : null;
            case Words.Copula copula -> new Piece.Copula();
            case Words.Soft soft -> new Piece.Soft();
            case Words.Filler filler -> new Piece.Filler();
            case Words.Content content -> new Piece.Free();
        };
    }

    private boolean numeric(int i) {
        return Numbers.read(r.tokens, i)[1] > 0
                || Words.TREE.matches(r.tokens, i).stream().anyMatch(m -> m.values().get(0) instanceof Words.Number);
    }

    private boolean tintAt(int i) {
        return i < r.tokens.size() && Words.TREE.matches(r.tokens, i).stream()
                .anyMatch(m -> m.values().stream().anyMatch(Words.Tint.class::isInstance));
    }

    private Piece number(int i) {
        int[] number = Numbers.read(r.tokens, i);
        if (number[1] > 0 && number[0] > 0 && number[0] <= 10_000) {
            return new Piece(i, i + number[1], new Piece.Number(number[0], true));
        }
        return new Piece(i, i + 1, new Piece.Free());
    }

    /** A single Chinese colour or state right before an unknown character is part of an unknown word. */
    private void loosen() {
        for (int p = r.pieces.size() - 2; p >= 0; p--) {
            Piece piece = r.pieces.get(p);
            Piece after = r.pieces.get(p + 1);
            boolean attribute = piece.what() instanceof Piece.Tint || piece.what() instanceof Piece.State;
            if (attribute && piece.length() == 1 && r.tokens.get(piece.from()).isHan() && after.what() instanceof Piece.Free
                    && r.tokens.get(after.from()).isHan() && r.tokens.get(after.from()).start() == r.tokens.get(piece.from()).end()
                    && after.length() == 1) {
                r.pieces.set(p, new Piece(piece.from(), piece.to(), new Piece.Free()));
            }
        }
    }
}
