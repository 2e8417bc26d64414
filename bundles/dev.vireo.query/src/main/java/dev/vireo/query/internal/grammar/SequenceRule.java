package dev.vireo.query.internal.grammar;

import dev.vireo.query.internal.language.Amount;
import dev.vireo.query.internal.language.PhraseTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** In which order things are seen: "a person, then a truck within 30 seconds", 先…后…. {@link Steps} takes the question apart. */
final class SequenceRule implements ConditionRule {
    private static final PhraseTree<Piece.Meaning> PHRASES = new PhraseTree<>(false);
    private static final PhraseTree<Boolean> WITHIN = new PhraseTree<>(false);
    private static final PhraseTree<Boolean> BEHIND = new PhraseTree<>(false);

    static {
        add(new Link(false, false), "then|and then|followed by|and after that|after that|afterwards|and afterwards|and later|and next"
                + "|before then|然后|接着|随后|紧接着|紧跟着|接下来|然后是|接着是|随后是|后来|之后是|再然后|然后再|最后");
        add(new Link(false, true), "before|之后|以后|过后");
        add(new Link(true, true), "after|之前|以前");
        add(new Lead(), "先|首先|先是|first");
        for (String phrase : "within|in under|in less than|no later than|not later than|at most|less than|up to|在|不到|不超过".split("\\|")) {
            WITHIN.add(phrase, true);
        }
        for (String phrase : "later|of each other|of it|之内|以内|内|afterwards|after".split("\\|")) {
            BEHIND.add(phrase, true);
        }
    }

    /**
     * Joins two steps.
     *
     * @param backward whether the step behind the word comes first: "a truck after a person"
     * @param weak whether the word means this only between two things: "before" is also said of times
     */
    record Link(boolean backward, boolean weak) implements Piece.Meaning {}

    /** Longest time between two steps [ms]. */
    record Limit(long ms) implements Piece.Meaning {}

    /** Announces the first step. */
    record Lead() implements Piece.Meaning {}

    private static void add(Piece.Meaning meaning, String phrases) {
        for (String phrase : phrases.split("\\|")) {
            PHRASES.add(phrase, meaning);
        }
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        Piece limit = limit(r, i);
        if (limit != null) {
            return Optional.of(limit);
        }
        // "Followed within a minute by a truck".
        if (r.tokens.get(i).is("followed") && limit(r, i + 1) != null) {
            return Optional.of(new Piece(i, i + 1, new Link(false, false)));
        }
        // "First a person and last a truck", in two characters of Chinese.
        if (r.tokens.get(i).is("后") && r.pieces.stream().anyMatch(p -> p.what() instanceof Lead)) {
            return Optional.of(new Piece(i, i + 1, new Link(false, false)));
        }
        if (r.tokens.get(i).is("前") && IntStream.range(i + 1, r.tokens.size()).anyMatch(t -> r.tokens.get(t).is("后"))
                && r.pieces.stream().noneMatch(p -> p.what() instanceof Piece.Noun)) {
            return Optional.of(new Piece(i, i + 1, new Lead()));
        }
        List<PhraseTree.Match<Piece.Meaning>> matches = PHRASES.matches(r.tokens, i);
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        PhraseTree.Match<Piece.Meaning> longest = matches.get(matches.size() - 1);
        return Optional.of(new Piece(i, i + longest.length(), longest.values().get(0)));
    }

    /** "Within 30 seconds", "30 seconds later", 30秒内; null when there is none. */
    private static Piece limit(Reading r, int i) {
        if (i >= r.tokens.size()) {
            return null;
        }
        List<PhraseTree.Match<Boolean>> before = WITHIN.matches(r.tokens, i);
        int at = before.isEmpty() ? i : i + before.get(before.size() - 1).length();
        Amount amount = Amount.read(r.tokens, at).orElse(null);
        if (amount == null) {
            return null;
        }
        int to = at + amount.length();
        List<PhraseTree.Match<Boolean>> after = BEHIND.matches(r.tokens, to);
        boolean within = !before.isEmpty() && (r.tokens.get(i).is("within") || r.tokens.get(i).is("in") || r.tokens.get(i).is("no")
                || r.tokens.get(i).is("not"));
        if (!after.isEmpty()) {
            to += after.get(after.size() - 1).length();
        }
        return within || !after.isEmpty() ? new Piece(i, to, new Limit(amount.ms())) : null;
    }

    @Override
    public void conditions(Reading r) {
        // Steps makes the condition: it is about the whole question.
    }
}
