package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Lasts;
import dev.vireo.query.internal.language.Amount;
import dev.vireo.query.internal.language.PhraseTree;
import java.util.List;
import java.util.Optional;

/** How long: "for more than 20 seconds", "for less than a minute", 超过20秒. */
final class DurationRule implements ConditionRule {
    private static final PhraseTree<Bound> BEFORE = new PhraseTree<>(false);
    private static final PhraseTree<Bound> BEHIND = new PhraseTree<>(false);

    static {
        for (String lead : List.of("for ", "lasting ", "during ")) {
            add(BEFORE, Bound.LEAST, lead.strip());
            for (String phrase : "at least|more than|over|longer than|no less than|not less than|a minimum of".split("\\|")) {
                add(BEFORE, Bound.LEAST, lead + phrase);
            }
            for (String phrase : "at most|less than|under|up to|no more than|not more than|no longer than|shorter than|fewer than".split("\\|")) {
                add(BEFORE, Bound.MOST, lead + phrase);
            }
        }
        add(BEFORE, Bound.LEAST, "longer than|at least|more than|over|no less than|超过|至少|不少于|多于|长于|大于|持续|持续超过|持续至少|停留超过|停留至少|停留|长达|停了超过|已超过|达到");
        add(BEFORE, Bound.MOST, "shorter than|at most|less than|under|no more than|no longer than|不到|少于|不超过|短于|小于|停留不到|持续不到|至多|最多|不足");
        add(BEHIND, Bound.LEAST, "以上|或更长|or more|or longer|及以上");
        add(BEHIND, Bound.MOST, "以下|or less|or shorter");
    }

    private enum Bound {
        LEAST,
        MOST
    }

    private record Meaning(Bound bound, long ms) implements Piece.Meaning {}

    private static void add(PhraseTree<Bound> tree, Bound bound, String phrases) {
        for (String phrase : phrases.split("\\|")) {
            tree.add(phrase, bound);
        }
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        List<PhraseTree.Match<Bound>> before = BEFORE.matches(r.tokens, i);
        for (int m = before.size() - 1; m >= 0; m--) {
            int at = i + before.get(m).length();
            Optional<Amount> amount = Amount.read(r.tokens, at);
            if (amount.isPresent()) {
                int to = at + amount.get().length();
                Bound bound = before.get(m).values().get(0);
                List<PhraseTree.Match<Bound>> after = BEHIND.matches(r.tokens, to);
                if (!after.isEmpty()) {
                    bound = after.get(after.size() - 1).values().get(0);
                    to += after.get(after.size() - 1).length();
                }
                return Optional.of(new Piece(i, to, new Meaning(bound, amount.get().ms())));
            }
        }
        Optional<Amount> amount = Amount.read(r.tokens, i);
        if (amount.isPresent()) {
            int at = i + amount.get().length();
            List<PhraseTree.Match<Bound>> after = BEHIND.matches(r.tokens, at);
            if (!after.isEmpty()) {
                PhraseTree.Match<Bound> longest = after.get(after.size() - 1);
                return Optional.of(new Piece(i, at + longest.length(), new Meaning(longest.values().get(0), amount.get().ms())));
            }
        }
        return Optional.empty();
    }

    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Meaning meaning) {
                boolean least = meaning.bound() == Bound.LEAST;
                r.made.add(new Reading.Made(p, ConditionKind.DURATION,
                        (least ? "at least " : "at most ") + Amount.text(meaning.ms()), r.negated.contains(p), List.of(p),
                        new Lasts(least ? meaning.ms() : 0, least ? Long.MAX_VALUE : meaning.ms()), 0));
            }
        }
    }
}
