package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Near;
import dev.vireo.query.internal.language.PhraseTree;
import java.util.List;
import java.util.Optional;

/** How near one thing is to another: "someone near the white van", 白色货车旁边的人. */
final class NearRule implements ConditionRule {
    /** Largest distance in box sizes, see {@link Near}. */
    static final double NEAR = 1.5;
    static final double NEXT_TO = 0.5;

    private static final PhraseTree<Meaning> PHRASES = new PhraseTree<>(false);

    static {
        add(new Meaning(NEAR, false, false), "near|near to|close to|around|in the vicinity of|靠近|接近");
        add(new Meaning(NEXT_TO, false, false), "next to|beside|adjacent to|alongside|right by|挨着|紧挨|紧挨着|紧靠");
        add(new Meaning(NEAR, false, true), "away from|far from|far away from|远离|离开了");
        add(new Meaning(NEAR, true, false), "附近|周围|近旁|nearby|close by");
        add(new Meaning(NEXT_TO, true, false), "旁边|旁|边上|身边|一旁|身旁");
    }

    /**
     * @param behind whether it stands behind the thing that is near
     * @param away whether it is the opposite
     */
    private record Meaning(double limit, boolean behind, boolean away) implements Piece.Meaning {}

    private static void add(Meaning meaning, String phrases) {
        for (String phrase : phrases.split("\\|")) {
            PHRASES.add(phrase, meaning);
        }
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        List<PhraseTree.Match<Meaning>> matches = PHRASES.matches(r.tokens, i);
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        PhraseTree.Match<Meaning> longest = matches.get(matches.size() - 1);
        return Optional.of(new Piece(i, i + longest.length(), longest.values().get(0)));
    }

    /** Without a thing to be near to it says nothing. */
    @Override
    public void prepare(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Meaning meaning && thing(r, p, meaning) < 0) {
                r.pieces.set(p, new Piece(r.pieces.get(p).from(), r.pieces.get(p).to(), new Piece.Soft()));
            }
        }
    }

    /** The piece of the noun that something is near to; -1 when there is none. */
    private static int thing(Reading r, int p, Meaning meaning) {
        if (!meaning.behind()) {
            return r.nounAhead(p);
        }
        int q = p - 1;
        while (q >= 0 && r.what(q) instanceof Piece.Soft) {
            q--;
        }
        return q >= 0 && r.pieces.get(q).isNoun() ? q : -1;
    }

    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (!(r.what(p) instanceof Meaning meaning)) {
                continue;
            }
            NounGroup thing = r.groupAt.get(thing(r, p, meaning));
            NounGroup other = thing != null && thing.index == 0 ? rival(r, p, thing) : thing;
            if (other == null || other.index == 0) {
                continue;
            }
            boolean negated = r.negated.contains(p) != meaning.away();
            String value = (meaning.limit() < NEAR ? "next to " : "near ") + r.words(thing);
            r.made.add(new Reading.Made(p, ConditionKind.NEARNESS, value, negated, List.of(p), new Near(meaning.limit()), other.index));
        }
    }

    /** "No people near the van": the van is what is looked for, the people are what must not be near. */
    private static NounGroup rival(Reading r, int p, NounGroup subject) {
        NounGroup best = null;
        for (NounGroup group : r.groups) {
            if (group != subject && group.index > 0
                    && (best == null || Math.abs(group.pieces.get(0) - p) < Math.abs(best.pieces.get(0) - p))) {
                best = group;
            }
        }
        return best;
    }
}
