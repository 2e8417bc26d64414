package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.Clarification;
import dev.vireo.query.internal.language.English;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.noun.Sense;
import dev.vireo.query.internal.noun.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Third stage: which nouns there are, what they mean to the live models, and which of them is the subject. */
final class NounReader {
    private final Reading r;

    NounReader(Reading reading) {
        this.r = reading;
    }

    void read() {
        nouns();
        if (r.ask == null) {
            alternatives();
        }
    }

    private void nouns() {
        for (int p = 0; p < r.pieces.size() && r.ask == null; p++) {
            if (!r.pieces.get(p).isNoun() || r.groupAt.containsKey(p)) {
                continue;
            }
            NounGroup group = new NounGroup();
            group.target = target(p);
            if (group.target == null) {
                continue;
            }
            take(group, p);
            int q = p;
            while (q >= 0 && r.ask == null) {
                q = extend(group, q);
            }
            if (!group.target.known()) {
                // A meaning that no live model has: the joint space may know the word.
                group.pieces.forEach(g -> {
                    r.groupAt.remove(g);
                    r.pieces.set(g, new Piece(r.pieces.get(g).from(), r.pieces.get(g).to(), new Piece.Free()));
                });
                continue;
            }
            if (r.negated.contains(group.pieces.get(0))) {
                boolean without = pieceBefore(group.pieces.get(0)) instanceof Piece.Negation n && !n.presence();
                group.notThis = without && r.groups.stream().anyMatch(g -> !g.absent && !g.notThis);
                group.absent = !group.notThis;
            }
            r.groups.add(group);
        }
        implied();
        NounGroup subject = subject();
        int other = 1;
        for (NounGroup group : r.groups) {
            group.index = group.notThis || group == subject ? 0 : other++;
        }
    }

    /** The first noun that is not denied; in Chinese the one behind a relative clause, "riding a bicycle DE person". */
    private NounGroup subject() {
        NounGroup subject = null;
        for (NounGroup group : r.groups) {
            if (group.absent || group.notThis) {
                continue;
            }
            int first = r.pieces.get(group.pieces.get(0)).from();
            boolean head = subject != null && r.chinese && first > 0 && r.tokens.get(first - 1).is("的")
                    && !r.joined(subject.pieces.get(subject.pieces.size() - 1), group.pieces.get(0));
            if (subject == null || head) {
                subject = group;
            }
        }
        return subject;
    }

    /** The nearest piece before that is no soft word and nothing said of the noun. */
    private Piece.Meaning pieceBefore(int p) {
        for (int q = p - 1; q >= 0; q--) {
            Piece.Meaning what = r.pieces.get(q).what();
            if (!(what instanceof Piece.Soft || what instanceof Piece.Tint || what instanceof Piece.State
                    || what instanceof Piece.Number || what instanceof Piece.Shade)) {
                return what;
            }
        }
        return null;
    }

    private void take(NounGroup group, int p) {
        group.pieces.add(p);
        r.groupAt.put(p, group);
    }

    /** Takes in "or buses", "vehicle" in "car vehicle"; gives the piece to go on from, or -1. */
    private int extend(NounGroup group, int p) {
        int q = p + 1;
        if (q < r.pieces.size() && r.pieces.get(q).isNoun()) {
            Target second = target(q);
            if (second != null && second.known() && kin(group.target, second)) {
                take(group, q);
                group.target = narrower(group.target, second);
                return q;
            }
            return -1;
        }
        if (q >= r.pieces.size() || !(r.pieces.get(q).what() instanceof Piece.Join join)) {
            return -1;
        }
        q++;
        while (q < r.pieces.size() && r.pieces.get(q).what() instanceof Piece.Soft && r.light(q)) {
            q++;
        }
        if (q >= r.pieces.size() || !r.pieces.get(q).isNoun() || !(join.or() || plural(p) && plural(q))) {
            return -1;
        }
        Target second = target(q);
        if (second == null || !second.known()) {
            return -1;
        }
        take(group, q);
        group.target = group.target.or(second, group.target.name() + " or " + second.name());
        return q;
    }

    /** "Cats and dogs" lists, "a cat and a dog" wants both. */
    private boolean plural(int p) {
        Token last = r.tokens.get(r.pieces.get(p).to() - 1);
        return last.type() == Token.Type.WORD && English.singulars(last.text()).size() > 1;
    }

    private boolean kin(Target a, Target b) {
        return !a.synsets().equals(b.synsets()) && (below(a, b) || below(b, a)) || a.synsets().equals(b.synsets());
    }

    private boolean below(Target a, Target b) {
        return a.synsets().stream().allMatch(s -> b.synsets().stream().anyMatch(t -> r.lexicon.isBelow(s, t)));
    }

    private Target narrower(Target a, Target b) {
        return below(a, b) ? a : b;
    }

    /** What a noun means here; null after {@link #ask} was set. */
    private Target target(int p) {
        Piece.Noun noun = (Piece.Noun) r.pieces.get(p).what();
        List<Set<Sense>> meanings = r.lexicon.meanings(noun.senses());
        if (meanings.size() == 1) {
            return r.lexicon.target(meanings.get(0));
        }
        List<Set<Sense>> fitting = meanings.stream()
                .filter(m -> m.stream().anyMatch(s -> said(s, noun, p)))
                .toList();
        if (fitting.size() == 1) {
            return r.lexicon.target(fitting.get(0));
        }
        if (r.ask == null) {
            Piece piece = r.pieces.get(p);
            String word = r.slice(piece.from(), piece.to());
            List<String> choices = meanings.stream()
                    .limit(5)
                    .map(m -> m.stream().min(Comparator.comparing(Sense::synset)).orElseThrow())
                    .map(s -> r.replaced(piece, word + " (" + r.lexicon.gloss(s, r.chinese) + ")"))
                    .distinct()
                    .toList();
            if (choices.size() < 2) {
                return r.lexicon.target(meanings.get(0));
            }
            r.ask = new Clarification(
                    r.chinese ? "“" + word + "”指的是哪一种？" : "Which \"" + word + "\" do you mean?", choices);
        }
        return null;
    }

    /** Whether the brackets behind a noun, or another noun of the question, speak for this meaning. */
    private boolean said(Sense sense, Piece.Noun noun, int p) {
        if (!noun.qualifier().isEmpty()) {
            return noun.qualifier().equals(Tokenizer.normal(r.lexicon.gloss(sense, false)))
                    || noun.qualifier().equals(Tokenizer.normal(r.lexicon.gloss(sense, true)))
                    || noun.above().stream().anyMatch(a -> r.lexicon.isBelow(sense.synset(), a.synset()));
        }
        for (int q = 0; q < r.pieces.size(); q++) {
            if (q != p && r.pieces.get(q).what() instanceof Piece.Noun other
                    && other.senses().stream().anyMatch(a -> !a.synset().equals(sense.synset())
                            && r.lexicon.isBelow(sense.synset(), a.synset()))) {
                return true;
            }
        }
        return false;
    }

    /** "walking" without a noun means somebody who walks. */
    private void implied() {
        if (r.groups.stream().anyMatch(g -> !g.absent) || r.ask != null) {
            return;
        }
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.pieces.get(p).what() instanceof Piece.State state && !state.state().impliedNoun().isEmpty()
                    && !r.negated.contains(p)) {
                List<Lexicon.Noun> nouns = r.lexicon.nouns(Tokenizer.tokenize(state.state().impliedNoun()), 0);
                if (!nouns.isEmpty()) {
                    NounGroup group = new NounGroup();
                    group.target = r.lexicon.target(r.lexicon.meanings(nouns.get(0).senses()).get(0));
                    group.pieces.add(p);
                    r.groups.add(0, group);
                    return;
                }
            }
        }
    }

    /** "White vans or red cars": two questions, of which one answer cannot be r.made. */
    private void alternatives() {
        for (int p = 1; p + 1 < r.pieces.size(); p++) {
            if (!(r.pieces.get(p).what() instanceof Piece.Join join) || !join.or() || !nounBefore(p)) {
                continue;
            }
            int noun = r.nounAhead(p);
            boolean inside = noun >= 0 && r.groupAt.containsKey(noun) && r.groupAt.get(noun).pieces.get(0) < p;
            if (noun >= 0 && !inside && tintsOrStates(p + 1, noun) && !r.negated.contains(noun)
                    && !(r.pieces.get(p - 1).what() instanceof Piece.Tint)) {
                String left = r.source.substring(0, r.tokens.get(r.pieces.get(p).from()).start()).strip();
                String right = r.source.substring(r.tokens.get(r.pieces.get(p).to() - 1).end()).strip();
                r.ask = new Clarification(
                        r.chinese ? "一次只能问一种，先找哪一种？" : "One at a time: which should I look for first?",
                        List.of(left, right));
                return;
            }
        }
    }

    private boolean nounBefore(int p) {
        return r.pieces.get(p - 1).isNoun() || p > 1 && r.pieces.get(p - 1).what() instanceof Piece.Soft && r.pieces.get(p - 2).isNoun();
    }

    private boolean tintsOrStates(int from, int to) {
        for (int q = from; q < to; q++) {
            if (r.pieces.get(q).what() instanceof Piece.Tint || r.pieces.get(q).what() instanceof Piece.State
                    || r.pieces.get(q).what() instanceof Piece.Number) {
                return true;
            }
        }
        return false;
    }
}
