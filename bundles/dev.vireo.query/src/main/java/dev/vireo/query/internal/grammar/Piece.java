package dev.vireo.query.internal.grammar;

import dev.vireo.query.internal.language.Words;
import dev.vireo.query.internal.noun.Sense;
import dev.vireo.query.internal.time.TimeGrammar;
import java.util.List;

/**
 * Tokens of a question that were understood together.
 *
 * @param from first token
 * @param to one past the last
 * @param what what they are
 */
record Piece(int from, int to, Meaning what) {
    /** What tokens mean. A rule may bring meanings of its own. */
    interface Meaning {}

    /**
     * @param senses everything that the word may mean
     * @param qualifier what stands in brackets behind it, to tell homonyms apart; empty when there are none
     * @param above meanings of the qualifier, when the models know it
     */
    record Noun(List<Sense> senses, String qualifier, List<Sense> above) implements Meaning {}

    /** @param fruit the noun that the same word may be; null when it is only a colour */
    record Tint(Words.Tint tint, Noun fruit) implements Meaning {}

    record State(Words.State state) implements Meaning {}

    record Negation(boolean presence) implements Meaning {}

    record Join(boolean or) implements Meaning {}

    /** @param sure false for "one", which is as often no number */
    record Number(int value, boolean sure) implements Meaning {}

    record Bound(Words.Bound bound) implements Meaning {}

    record Shade(String name) implements Meaning {}

    record Time(TimeGrammar.Match match) implements Meaning {}

    record Place(String name, java.util.Set<Long> assets) implements Meaning {}

    record Copula() implements Meaning {}

    record Soft() implements Meaning {}

    record Filler() implements Meaning {}

    record Free() implements Meaning {}

    boolean isNoun() {
        return what instanceof Noun;
    }

    int length() {
        return to - from;
    }
}
