package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Check;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.noun.Lexicon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One question being read: its tokens, the pieces that were understood, the nouns, and the conditions made so far. The
 * stages and rules of the grammar work on it one after the other.
 */
public final class Reading {
    /**
     * A condition that a rule made.
     *
     * @param at the piece that it stands at
     * @param from the pieces that it was made from
     * @param noun see {@link dev.vireo.query.internal.condition.Term}
     */
    record Made(int at, ConditionKind kind, String value, boolean negated, List<Integer> from, Check check, int noun) {}

    final String source;
    final boolean picture;
    final List<Token> tokens;
    final boolean chinese;
    final Lexicon lexicon;
    /** Whether a noun wins where a word of the grammar has the same length: "display". */
    final boolean nounsFirst;
    final List<Piece> pieces = new ArrayList<>();
    /** Pieces that a negation denies. */
    final Set<Integer> negated = new HashSet<>();
    final Map<Integer, NounGroup> groupAt = new HashMap<>();
    final List<NounGroup> groups = new ArrayList<>();
    final List<Made> made = new ArrayList<>();
    /** Conditions of the step before that this one goes on with. */
    final List<Made> goesOn = new ArrayList<>();
    /** One question back; the first that is set stays. */
    Clarification ask;
    /** Whether a word of the grammar took the place of a noun. */
    boolean hidden;

    Reading(String source, boolean picture, boolean nounsFirst, Lexicon lexicon) {
        this.source = source;
        this.picture = picture;
        this.nounsFirst = nounsFirst;
        this.lexicon = lexicon;
        this.tokens = Tokenizer.tokenize(source);
        long han = tokens.stream().filter(Token::isHan).count();
        long words = tokens.stream().filter(t -> t.type() == Token.Type.WORD).count();
        this.chinese = han > 0 && han >= words;
    }

    private Reading(Reading whole, List<Piece> part) {
        this.source = whole.source;
        this.picture = whole.picture;
        this.tokens = whole.tokens;
        this.chinese = whole.chinese;
        this.lexicon = whole.lexicon;
        this.nounsFirst = whole.nounsFirst;
        this.pieces.addAll(part);
    }

    /** A part of the question, read by itself. */
    Reading part(List<Piece> part) {
        return new Reading(this, part);
    }

    String language() {
        return chinese ? "zh" : "en";
    }

    /** What a piece is. */
    Piece.Meaning what(int p) {
        return pieces.get(p).what();
    }

    /** Makes a piece free text. */
    void free(int p) {
        Piece piece = pieces.get(p);
        pieces.set(p, new Piece(piece.from(), piece.to(), new Piece.Free()));
    }

    /**
     * The noun that places, passages and the like are said of: what is looked for, or, when all that is named must be absent,
     * the first of that.
     */
    int about() {
        boolean subject = groups.isEmpty() || groups.stream().anyMatch(g -> g.index == 0 && !g.notThis);
        return subject ? 0 : groups.get(0).index;
    }

    /** A noun with the words right before it that are said of it. */
    String words(NounGroup group) {
        int first = group.pieces.get(0);
        int last = group.pieces.get(group.pieces.size() - 1);
        int from = first;
        while (from > 0 && (what(from - 1) instanceof Piece.Tint || what(from - 1) instanceof Piece.State
                || what(from - 1) instanceof Piece.Shade)) {
            from--;
        }
        return slice(pieces.get(from).from(), pieces.get(last).to());
    }

    // Looking around

    /** The last piece before {@code at} that is no soft word. */
    Piece.Meaning before(int at) {
        for (int p = at - 1; p >= 0; p--) {
            if (!(pieces.get(p).what() instanceof Piece.Soft)) {
                return pieces.get(p).what();
            }
        }
        return null;
    }

    /** The next noun, when only words that are said of it stand between; -1 when there is none. */
    int nounAhead(int p) {
        for (int q = p + 1; q < pieces.size(); q++) {
            Piece.Meaning what = pieces.get(q).what();
            if (what instanceof Piece.Noun) {
                return q;
            }
            boolean passes = what instanceof Piece.Tint || what instanceof Piece.State || what instanceof Piece.Join
                    || what instanceof Piece.Number || what instanceof Piece.Bound || what instanceof Piece.Shade
                    || what instanceof Piece.Soft && light(q);
            if (!passes) {
                return -1;
            }
        }
        return -1;
    }

    /** Articles and the Chinese particles that join a word to its noun. */
    boolean light(int q) {
        Piece piece = pieces.get(q);
        String text = tokens.get(piece.from()).text();
        return tokens.get(piece.from()).isHan()
                ? !Set.of("在", "有", "带", "从", "到", "对", "把", "被", "旁", "附", "里", "后", "前", "中", "上", "下").contains(text)
                : Set.of("a", "an", "the", "any", "some", "of", "his", "her", "their", "these", "those", "all", "-", ",").contains(text);
    }

    int nounBehind(int p) {
        for (int q = p - 1; q >= 0; q--) {
            if (pieces.get(q).isNoun()) {
                return q;
            }
        }
        return -1;
    }

    boolean joined(int from, int to) {
        for (int q = from; q < to; q++) {
            if (pieces.get(q).what() instanceof Piece.Join) {
                return true;
            }
        }
        return false;
    }

    /** The noun that a colour or state is said of. */
    int spoken(int p, boolean state) {
        int q = p - 1;
        while (q >= 0 && (pieces.get(q).what() instanceof Piece.Copula || pieces.get(q).what() instanceof Piece.Negation
                || pieces.get(q).what() instanceof Piece.Shade || pieces.get(q).what() instanceof Piece.Filler)) {
            q--;
        }
        if (state && q >= 0 && pieces.get(q).isNoun() && groupAt.containsKey(q)) {
            return groupAt.get(q).index;
        }
        int ahead = nounAhead(p);
        int noun = ahead >= 0 ? ahead : nounBehind(p);
        NounGroup group = noun < 0 ? null : groupAt.get(noun);
        return group == null ? 0 : group.index;
    }

    // Text

    String slice(int from, int to) {
        return from >= to ? "" : source.substring(tokens.get(from).start(), tokens.get(to - 1).end());
    }

    String replaced(Piece piece, String by) {
        return source.substring(0, tokens.get(piece.from()).start()) + by + source.substring(tokens.get(piece.to() - 1).end());
    }

    /** A question back that keeps one of several pieces. */
    Clarification chosen(List<Integer> rivals, String question) {
        List<String> choices = new ArrayList<>();
        for (int keep : rivals) {
            StringBuilder text = new StringBuilder(source);
            for (int r = rivals.size() - 1; r >= 0; r--) {
                if (rivals.get(r) != keep) {
                    Piece cut = pieces.get(rivals.get(r));
                    int first = rivals.get(r);
                    while (first > 0 && (pieces.get(first - 1).what() instanceof Piece.Negation
                            || pieces.get(first - 1).what() instanceof Piece.Copula)) {
                        first--;
                    }
                    text.delete(tokens.get(pieces.get(first).from()).start(), tokens.get(cut.to() - 1).end());
                }
            }
            choices.add(text.toString().replaceAll("\\s+", " ").replaceAll("\\b(and|but|not)\\s*$", "").strip());
        }
        return new Clarification(question, choices.stream().distinct().limit(5).toList());
    }
}
