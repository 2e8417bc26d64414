package dev.vireo.query.internal;

import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.ConditionKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns a question into conditions by rules. First every token is read as part of the longest thing that starts there
 * (time, noun of a live model, word of the grammar, name of an asset; what is none of these is free text). Then colours,
 * states, counts and negations are tied to the nouns that they are said of. Nothing of the question is executed or passed
 * on as an instruction: it ends as values of conditions.
 */
final class Planner {
    private final Lexicon lexicon;
    private final ZoneId zone;
    private final Instant now;
    private final Function<String, Set<Long>> assets;

    /** @param assets ids of the assets of a name in normal form */
    Planner(Lexicon lexicon, ZoneId zone, Instant now, Function<String, Set<Long>> assets) {
        this.lexicon = lexicon;
        this.zone = zone;
        this.now = now;
        this.assets = assets;
    }

    /** @param picture whether a picture comes with the question, so that an empty text is a question too */
    Draft plan(String question, boolean picture) {
        Reading reading = new Reading(question, picture, false);
        Draft draft = reading.draft();
        // "display" shows something, but in "find a display" it is what is looked for.
        return reading.asksForNothing && reading.hidden ? new Reading(question, picture, true).draft() : draft;
    }

    /** One question being read. */
    private final class Reading {
        private final String source;
        private final boolean picture;
        private final List<Token> tokens;
        private final boolean chinese;
        private final TimeGrammar times;
        private final List<Piece> pieces = new ArrayList<>();
        private final Set<Integer> negated = new HashSet<>();
        /** Pieces that a condition was made from or that say nothing; the others end in the free text. */
        private final Map<Integer, Group> groupAt = new HashMap<>();
        private final List<Group> groups = new ArrayList<>();
        private final List<Made> made = new ArrayList<>();
        private final boolean nounsFirst;
        private Clarification ask;
        /** Whether a word of the grammar took the place of a noun. */
        private boolean hidden;
        private boolean asksForNothing;

        /** Nouns that mean one thing together. */
        private static final class Group {
            private final List<Integer> pieces = new ArrayList<>();
            private Target target;
            private boolean absent;
            private boolean notThis;
            private int index;
        }

        private record Made(int at, ConditionKind kind, String value, boolean negated, List<Integer> from, Term.Check check,
                int noun) {}

        private Reading(String source, boolean picture, boolean nounsFirst) {
            this.source = source;
            this.nounsFirst = nounsFirst;
            this.picture = picture;
            this.tokens = Tokenizer.tokenize(source);
            long han = tokens.stream().filter(Token::isHan).count();
            long words = tokens.stream().filter(t -> t.type() == Token.Type.WORD).count();
            this.chinese = han > 0 && han >= words;
            this.times = new TimeGrammar(tokens, now, zone);
        }

        private Draft draft() {
            for (int i = 0; i < tokens.size(); ) {
                Piece piece = next(i);
                pieces.add(piece);
                i = piece.to();
            }
            loosen();
            tints();
            negations();
            nouns();
            if (ask == null) {
                alternatives();
            }
            if (ask == null) {
                conditions();
            }
            if (ask == null && made.isEmpty() && !picture) {
                ask = empty();
                asksForNothing = true;
            }
            if (ask != null) {
                return new Draft(List.of(), language(), Optional.of(ask));
            }
            return new Draft(number(), language(), Optional.empty());
        }

        private String language() {
            return chinese ? "zh" : "en";
        }

        // Pieces

        private Piece next(int i) {
            Token token = tokens.get(i);
            if (token.type() == Token.Type.NAME) {
                Set<Long> named = assets.apply(token.text());
                boolean file = token.end() - token.start() == token.text().length();
                return new Piece(i, i + 1, named.isEmpty() && !file
                        ? new Piece.Free()
                        : new Piece.Place(token.text(), named));
            }
            if (token.type() == Token.Type.SYMBOL) {
                return new Piece(i, i + 1, symbol(token.text()));
            }
            TimeGrammar.Match time = times.match(i).orElse(null);
            Lexicon.Noun noun = lexicon.nouns(tokens, i).stream().findFirst().orElse(null);
            Piece word = word(i);
            int timeLength = time == null ? 0 : time.length();
            int nounLength = noun == null ? 0 : noun.length();
            int wordLength = word == null ? 0 : word.length();
            if (timeLength > 0 && timeLength >= nounLength && timeLength >= wordLength) {
                return new Piece(i, i + timeLength, new Piece.Time(time));
            }
            if (noun != null && nounLength >= wordLength) {
                Piece.Meaning split = word == null ? null : word.what();
                // "moving van": what moves is asked more often than what moves house.
                boolean inMotion = split instanceof Piece.State && (token.is("moving") || token.is("parked"))
                        && lexicon.nouns(tokens, i + wordLength).stream().anyMatch(n -> n.length() == nounLength - wordLength);
                if (nounLength > wordLength && !inMotion) {
                    return noun(i, noun);
                }
                if (nounLength == wordLength && split instanceof Piece.Tint tint) {
                    Piece fruit = noun(i, noun);
                    return new Piece(i, fruit.to(), new Piece.Tint(tint.tint(), (Piece.Noun) fruit.what()));
                }
                if (nounLength == wordLength && split instanceof Piece.Filler) {
                    hidden = true;
                    if (nounsFirst) {
                        return noun(i, noun);
                    }
                }
            }
            if (word != null) {
                Piece place = place(i, word);
                return place == null ? word : place;
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
            if (to + 1 < tokens.size() && (tokens.get(to).is("(") || tokens.get(to).is("["))) {
                for (int end = to + 2; end < Math.min(tokens.size(), to + 8); end++) {
                    if (tokens.get(end).is(")") || tokens.get(end).is("]")) {
                        String inside = slice(to + 1, end).strip();
                        List<Sense> above = lexicon.nouns(tokens, to + 1).stream()
                                .flatMap(n -> n.senses().stream())
                                .toList();
                        return new Piece(i, end + 1, new Piece.Noun(noun.senses(), Tokenizer.normal(inside), above));
                    }
                }
            }
            return new Piece(i, to, new Piece.Noun(noun.senses(), "", List.of()));
        }

        private Piece number(int i) {
            int[] number = TimeGrammar.number(tokens, i);
            if (number[1] > 0 && number[0] > 0 && number[0] <= 10_000) {
                return new Piece(i, i + number[1], new Piece.Number(number[0], true));
            }
            return new Piece(i, i + 1, new Piece.Free());
        }

        /** The longest word of the grammar that fits here. */
        private Piece word(int i) {
            List<PhraseTree.Match<Words.Word>> matches = Words.TREE.matches(tokens, i);
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
                case Words.Number n -> new Piece.Number(n.value(), !tokens.get(from).text().startsWith("one"));
                case Words.Bound bound -> bound.after()
                        ? !pieces.isEmpty() && before(pieces.size()) instanceof Piece.Number ? new Piece.Bound(bound) : null
                        : to < tokens.size() && numeric(to) ? new Piece.Bound(bound) : null;
                case Words.Shade shade -> tintAt(to) ? new Piece.Shade(shade.name()) : null;
                case Words.Measure measure -> before(pieces.size()) instanceof Piece.Number ? new Piece.Soft() : null;
                case Words.Copula copula -> new Piece.Copula();
                case Words.Soft soft -> new Piece.Soft();
                case Words.Filler filler -> new Piece.Filler();
                case Words.Content content -> new Piece.Free();
            };
        }

        /** The last piece before {@code at} that is no soft word. */
        private Piece.Meaning before(int at) {
            for (int p = at - 1; p >= 0; p--) {
                if (!(pieces.get(p).what() instanceof Piece.Soft)) {
                    return pieces.get(p).what();
                }
            }
            return null;
        }

        private boolean numeric(int i) {
            return TimeGrammar.number(tokens, i)[1] > 0
                    || Words.TREE.matches(tokens, i).stream().anyMatch(m -> m.values().get(0) instanceof Words.Number);
        }

        private boolean tintAt(int i) {
            return i < tokens.size() && Words.TREE.matches(tokens, i).stream()
                    .anyMatch(m -> m.values().stream().anyMatch(Words.Tint.class::isInstance));
        }

        /** "in vtest", "from camera 2": the words behind a preposition that are the name of an asset. */
        private Piece place(int i, Piece preposition) {
            boolean leads = Set.of("in", "from", "on", "of", "at", "在", "来自", "从").contains(slice(i, preposition.to()).toLowerCase(
                    java.util.Locale.ROOT));
            int from = preposition.to();
            if (!leads || from >= tokens.size() || tokens.get(from).type() == Token.Type.SYMBOL) {
                return null;
            }
            if (tokens.get(from).type() == Token.Type.NAME) {
                Token name = tokens.get(from);
                return new Piece(i, from + 1, new Piece.Place(name.text(), assets.apply(name.text())));
            }
            int known = from;
            for (PhraseTree.Match<Words.Word> word : Words.TREE.matches(tokens, from)) {
                known = ends(from + word.length()) ? Math.max(known, from + word.length()) : known;
            }
            for (Lexicon.Noun noun : lexicon.nouns(tokens, from)) {
                known = ends(from + noun.length()) ? Math.max(known, from + noun.length()) : known;
            }
            Piece longest = null;
            for (int to = from + 1; to <= Math.min(tokens.size(), from + 12); to++) {
                String name = Tokenizer.normal(slice(from, to));
                Set<Long> named = assets.apply(name);
                // A name that is only a common word is that word: "in red" asks for a colour, whatever the files are called.
                if (!named.isEmpty() && to > known) {
                    longest = new Piece(i, to, new Piece.Place(name, named));
                }
            }
            return longest;
        }

        /** Whether a word may end before this token: names go on with dashes, dots and digits. */
        private boolean ends(int i) {
            if (i >= tokens.size() || tokens.get(i).start() > tokens.get(i - 1).end()) {
                return true;
            }
            return tokens.get(i).isHan() || tokens.get(i).type() == Token.Type.SYMBOL && !Set.of("-", "_", ".").contains(
                    tokens.get(i).text());
        }

        /** A single Chinese colour or state right before an unknown character is part of an unknown word. */
        private void loosen() {
            for (int p = pieces.size() - 2; p >= 0; p--) {
                Piece piece = pieces.get(p);
                Piece after = pieces.get(p + 1);
                boolean attribute = piece.what() instanceof Piece.Tint || piece.what() instanceof Piece.State;
                if (attribute && piece.length() == 1 && tokens.get(piece.from()).isHan() && after.what() instanceof Piece.Free
                        && tokens.get(after.from()).isHan() && tokens.get(after.from()).start() == tokens.get(piece.from()).end()
                        && after.length() == 1) {
                    pieces.set(p, new Piece(piece.from(), piece.to(), new Piece.Free()));
                }
            }
        }

        // Meaning

        /** Decides whether "orange" is the colour or the fruit. */
        private void tints() {
            for (int p = 0; p < pieces.size(); p++) {
                if (!(pieces.get(p).what() instanceof Piece.Tint tint) || tint.fruit() == null) {
                    continue;
                }
                Piece piece = pieces.get(p);
                String surface = tokens.get(piece.from()).text();
                boolean plural = surface.endsWith("s");
                boolean article = piece.from() > 0 && tokens.get(piece.from() - 1).is("an") && nounAhead(p) < 0;
                boolean listed = p + 2 < pieces.size() && pieces.get(p + 1).what() instanceof Piece.Join && pieces.get(p + 2).isNoun();
                boolean spoken = p + 1 < pieces.size() && pieces.get(p + 1).what() instanceof Piece.Filler;
                boolean said = p > 0 && (pieces.get(p - 1).what() instanceof Piece.Copula
                        || pieces.get(p - 1).what() instanceof Piece.Negation
                        || pieces.get(p - 1).what() instanceof Piece.Join && p > 1 && pieces.get(p - 2).what() instanceof Piece.Tint);
                if (plural || article || listed || !tint.fruit().qualifier().isEmpty()) {
                    pieces.set(p, new Piece(piece.from(), piece.to(), tint.fruit()));
                } else if (nounAhead(p) >= 0 || spoken || said && nounBehind(p) >= 0) {
                    pieces.set(p, new Piece(piece.from(), piece.to(), new Piece.Tint(tint.tint(), null)));
                } else if (ask == null) {
                    String word = slice(piece.from(), piece.to());
                    ask = new Clarification(
                            chinese ? "“" + word + "”是颜色还是水果？" : "Is \"" + word + "\" the colour or the fruit?",
                            chinese
                                    ? List.of(replaced(piece, word + "色的物体"), replaced(piece, word + " (水果)"))
                                    : List.of(replaced(piece, word + " coloured objects"), replaced(piece, word + "s (the fruit)")));
                }
            }
        }

        private void negations() {
            for (int p = 0; p < pieces.size(); p++) {
                if (!(pieces.get(p).what() instanceof Piece.Negation negation)) {
                    continue;
                }
                int noun = negation.presence() ? nounAhead(p) : -1;
                if (noun >= 0) {
                    negated.add(noun);
                    continue;
                }
                for (int q = p + 1; q < pieces.size(); q++) {
                    Piece.Meaning what = pieces.get(q).what();
                    if (what instanceof Piece.Soft || what instanceof Piece.Filler || what instanceof Piece.Copula
                            || what instanceof Piece.Shade || what instanceof Piece.Negation) {
                        continue;
                    }
                    negated.add(q);
                    // "not red or white" denies both.
                    while (q + 2 < pieces.size() && what instanceof Piece.Tint && pieces.get(q + 1).what() instanceof Piece.Join
                            && pieces.get(q + 2).what() instanceof Piece.Tint) {
                        q += 2;
                        negated.add(q);
                    }
                    break;
                }
            }
        }

        /** The next noun, when only words that are said of it stand between; -1 when there is none. */
        private int nounAhead(int p) {
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
        private boolean light(int q) {
            Piece piece = pieces.get(q);
            String text = tokens.get(piece.from()).text();
            return tokens.get(piece.from()).isHan()
                    ? !Set.of("在", "有", "带", "从", "到", "对", "把", "被", "旁", "附", "里", "后", "前", "中", "上", "下").contains(text)
                    : Set.of("a", "an", "the", "any", "some", "of", "his", "her", "their", "these", "those", "all", "-", ",").contains(text);
        }

        private int nounBehind(int p) {
            for (int q = p - 1; q >= 0; q--) {
                if (pieces.get(q).isNoun()) {
                    return q;
                }
            }
            return -1;
        }

        private void nouns() {
            for (int p = 0; p < pieces.size() && ask == null; p++) {
                if (!pieces.get(p).isNoun() || groupAt.containsKey(p)) {
                    continue;
                }
                Group group = new Group();
                group.target = target(p);
                if (group.target == null) {
                    continue;
                }
                take(group, p);
                int q = p;
                while (q >= 0 && ask == null) {
                    q = extend(group, q);
                }
                if (!group.target.known()) {
                    // A meaning that no live model has: the joint space may know the word.
                    group.pieces.forEach(g -> {
                        groupAt.remove(g);
                        pieces.set(g, new Piece(pieces.get(g).from(), pieces.get(g).to(), new Piece.Free()));
                    });
                    continue;
                }
                if (negated.contains(group.pieces.get(0))) {
                    boolean without = pieceBefore(group.pieces.get(0)) instanceof Piece.Negation n && !n.presence();
                    group.notThis = without && groups.stream().anyMatch(g -> !g.absent && !g.notThis);
                    group.absent = !group.notThis;
                }
                groups.add(group);
            }
            implied();
            Group subject = subject();
            int other = 1;
            for (Group group : groups) {
                group.index = group.notThis || group == subject ? 0 : other++;
            }
        }

        /** The first noun that is not denied; in Chinese the one behind a relative clause, "riding a bicycle DE person". */
        private Group subject() {
            Group subject = null;
            for (Group group : groups) {
                if (group.absent || group.notThis) {
                    continue;
                }
                int first = pieces.get(group.pieces.get(0)).from();
                boolean head = subject != null && chinese && first > 0 && tokens.get(first - 1).is("的")
                        && !joined(subject.pieces.get(subject.pieces.size() - 1), group.pieces.get(0));
                if (subject == null || head) {
                    subject = group;
                }
            }
            return subject;
        }

        private boolean joined(int from, int to) {
            for (int q = from; q < to; q++) {
                if (pieces.get(q).what() instanceof Piece.Join) {
                    return true;
                }
            }
            return false;
        }

        /** The nearest piece before that is no soft word and nothing said of the noun. */
        private Piece.Meaning pieceBefore(int p) {
            for (int q = p - 1; q >= 0; q--) {
                Piece.Meaning what = pieces.get(q).what();
                if (!(what instanceof Piece.Soft || what instanceof Piece.Tint || what instanceof Piece.State
                        || what instanceof Piece.Number || what instanceof Piece.Shade)) {
                    return what;
                }
            }
            return null;
        }

        private void take(Group group, int p) {
            group.pieces.add(p);
            groupAt.put(p, group);
        }

        /** Takes in "or buses", "vehicle" in "car vehicle"; gives the piece to go on from, or -1. */
        private int extend(Group group, int p) {
            int q = p + 1;
            if (q < pieces.size() && pieces.get(q).isNoun()) {
                Target second = target(q);
                if (second != null && second.known() && kin(group.target, second)) {
                    take(group, q);
                    group.target = narrower(group.target, second);
                    return q;
                }
                return -1;
            }
            if (q >= pieces.size() || !(pieces.get(q).what() instanceof Piece.Join join)) {
                return -1;
            }
            q++;
            while (q < pieces.size() && pieces.get(q).what() instanceof Piece.Soft && light(q)) {
                q++;
            }
            if (q >= pieces.size() || !pieces.get(q).isNoun() || !(join.or() || plural(p) && plural(q))) {
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
            Token last = tokens.get(pieces.get(p).to() - 1);
            return last.type() == Token.Type.WORD && English.singulars(last.text()).size() > 1;
        }

        private boolean kin(Target a, Target b) {
            return !a.synsets().equals(b.synsets()) && (below(a, b) || below(b, a)) || a.synsets().equals(b.synsets());
        }

        private boolean below(Target a, Target b) {
            return a.synsets().stream().allMatch(s -> b.synsets().stream().anyMatch(t -> lexicon.isBelow(s, t)));
        }

        private Target narrower(Target a, Target b) {
            return below(a, b) ? a : b;
        }

        /** What a noun means here; null after {@link #ask} was set. */
        private Target target(int p) {
            Piece.Noun noun = (Piece.Noun) pieces.get(p).what();
            List<Set<Sense>> meanings = lexicon.meanings(noun.senses());
            if (meanings.size() == 1) {
                return lexicon.target(meanings.get(0));
            }
            List<Set<Sense>> fitting = meanings.stream()
                    .filter(m -> m.stream().anyMatch(s -> said(s, noun, p)))
                    .toList();
            if (fitting.size() == 1) {
                return lexicon.target(fitting.get(0));
            }
            if (ask == null) {
                Piece piece = pieces.get(p);
                String word = slice(piece.from(), piece.to());
                List<String> choices = meanings.stream()
                        .limit(5)
                        .map(m -> m.stream().min(Comparator.comparing(Sense::synset)).orElseThrow())
                        .map(s -> replaced(piece, word + " (" + lexicon.gloss(s, chinese) + ")"))
                        .distinct()
                        .toList();
                if (choices.size() < 2) {
                    return lexicon.target(meanings.get(0));
                }
                ask = new Clarification(
                        chinese ? "“" + word + "”指的是哪一种？" : "Which \"" + word + "\" do you mean?", choices);
            }
            return null;
        }

        /** Whether the brackets behind a noun, or another noun of the question, speak for this meaning. */
        private boolean said(Sense sense, Piece.Noun noun, int p) {
            if (!noun.qualifier().isEmpty()) {
                return noun.qualifier().equals(Tokenizer.normal(lexicon.gloss(sense, false)))
                        || noun.qualifier().equals(Tokenizer.normal(lexicon.gloss(sense, true)))
                        || noun.above().stream().anyMatch(a -> lexicon.isBelow(sense.synset(), a.synset()));
            }
            for (int q = 0; q < pieces.size(); q++) {
                if (q != p && pieces.get(q).what() instanceof Piece.Noun other
                        && other.senses().stream().anyMatch(a -> !a.synset().equals(sense.synset())
                                && lexicon.isBelow(sense.synset(), a.synset()))) {
                    return true;
                }
            }
            return false;
        }

        /** "walking" without a noun means somebody who walks. */
        private void implied() {
            if (groups.stream().anyMatch(g -> !g.absent) || ask != null) {
                return;
            }
            for (int p = 0; p < pieces.size(); p++) {
                if (pieces.get(p).what() instanceof Piece.State state && !state.state().impliedNoun().isEmpty()
                        && !negated.contains(p)) {
                    List<Lexicon.Noun> nouns = lexicon.nouns(Tokenizer.tokenize(state.state().impliedNoun()), 0);
                    if (!nouns.isEmpty()) {
                        Group group = new Group();
                        group.target = lexicon.target(lexicon.meanings(nouns.get(0).senses()).get(0));
                        group.pieces.add(p);
                        groups.add(0, group);
                        return;
                    }
                }
            }
        }

        /** "White vans or red cars": two questions, of which one answer cannot be made. */
        private void alternatives() {
            for (int p = 1; p + 1 < pieces.size(); p++) {
                if (!(pieces.get(p).what() instanceof Piece.Join join) || !join.or() || !nounBefore(p)) {
                    continue;
                }
                int noun = nounAhead(p);
                boolean inside = noun >= 0 && groupAt.containsKey(noun) && groupAt.get(noun).pieces.get(0) < p;
                if (noun >= 0 && !inside && tintsOrStates(p + 1, noun) && !negated.contains(noun)
                        && !(pieces.get(p - 1).what() instanceof Piece.Tint)) {
                    String left = source.substring(0, tokens.get(pieces.get(p).from()).start()).strip();
                    String right = source.substring(tokens.get(pieces.get(p).to() - 1).end()).strip();
                    ask = new Clarification(
                            chinese ? "一次只能问一种，先找哪一种？" : "One at a time: which should I look for first?",
                            List.of(left, right));
                    return;
                }
            }
        }

        private boolean nounBefore(int p) {
            return pieces.get(p - 1).isNoun() || p > 1 && pieces.get(p - 1).what() instanceof Piece.Soft && pieces.get(p - 2).isNoun();
        }

        private boolean tintsOrStates(int from, int to) {
            for (int q = from; q < to; q++) {
                if (pieces.get(q).what() instanceof Piece.Tint || pieces.get(q).what() instanceof Piece.State
                        || pieces.get(q).what() instanceof Piece.Number) {
                    return true;
                }
            }
            return false;
        }

        // Conditions

        private void conditions() {
            for (Group group : groups) {
                made.add(new Made(group.pieces.get(0), ConditionKind.CLASS, group.target.name(), group.absent || group.notThis,
                        group.pieces, new Term.IsA(group.target), group.index));
            }
            for (int p = 0; p < pieces.size(); p++) {
                switch (pieces.get(p).what()) {
                    case Piece.Tint tint -> p = tint(p);
                    case Piece.State state -> made.add(new Made(p, ConditionKind.STATE, state.state().name(), negated.contains(p),
                            List.of(p), new Term.Moves(state.state().state()), spoken(p, true)));
                    case Piece.Number number -> count(p, number);
                    case Piece.Place place -> made.add(new Made(p, ConditionKind.PLACE, place.name(), negated.contains(p),
                            List.of(p), new Term.From(place.assets()), 0));
                    default -> { }
                }
            }
            time();
            free();
            contradictions();
        }

        /** The noun that a colour or state is said of. */
        private int spoken(int p, boolean state) {
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
            Group group = noun < 0 ? null : groupAt.get(noun);
            return group == null ? 0 : group.index;
        }

        /** One condition for "red or white"; gives the last piece that it took. */
        private int tint(int p) {
            Set<Colour> colours = new LinkedHashSet<>();
            List<String> names = new ArrayList<>();
            List<Integer> from = new ArrayList<>();
            int q = p;
            while (true) {
                Words.Tint tint = ((Piece.Tint) pieces.get(q).what()).tint();
                colours.addAll(tint.colours());
                boolean shaded = q > 0 && pieces.get(q - 1).what() instanceof Piece.Shade;
                names.add((shaded ? ((Piece.Shade) pieces.get(q - 1).what()).name() + " " : "") + tint.name());
                if (shaded) {
                    from.add(q - 1);
                }
                from.add(q);
                int next = q + 1;
                if (next >= pieces.size() || !(pieces.get(next).what() instanceof Piece.Join join)
                        || !(join.or() || negated.contains(p))) {
                    break;
                }
                next += next + 1 < pieces.size() && pieces.get(next + 1).what() instanceof Piece.Shade ? 2 : 1;
                if (next >= pieces.size() || !(pieces.get(next).what() instanceof Piece.Tint)) {
                    break;
                }
                q = next;
            }
            made.add(new Made(p, ConditionKind.COLOUR, String.join(" or ", names), negated.contains(p), from,
                    new Term.HasColour(colours), spoken(p, false)));
            return q;
        }

        private void count(int p, Piece.Number number) {
            int noun = nounAhead(p);
            Group group = noun < 0 ? null : groupAt.get(noun);
            if (group == null || group.absent || number.value() < 1) {
                if (number.sure()) {
                    pieces.set(p, new Piece(pieces.get(p).from(), pieces.get(p).to(), new Piece.Free()));
                }
                return;
            }
            int least = number.value();
            int most = number.value();
            List<Integer> from = new ArrayList<>(List.of(p));
            Words.Bound bound = null;
            if (p > 0 && pieces.get(p - 1).what() instanceof Piece.Bound before) {
                bound = before.bound();
                from.add(0, p - 1);
            }
            for (int q = p + 1; q < noun; q++) {
                if (pieces.get(q).what() instanceof Piece.Bound after && after.bound().after()) {
                    bound = after.bound();
                    from.add(q);
                }
            }
            if (bound != null) {
                least = bound.below() == Integer.MIN_VALUE ? 0 : number.value() + bound.below();
                most = bound.above() == Integer.MAX_VALUE ? Integer.MAX_VALUE : number.value() + bound.above();
            }
            String value = least == most ? Integer.toString(least)
                    : most == Integer.MAX_VALUE ? "at least " + least
                    : least == 0 ? "at most " + most : least + " to " + most;
            made.add(new Made(p, ConditionKind.COUNT, value, negated.contains(p), from, new Term.Count(least, most), group.index));
        }

        private void time() {
            List<Integer> said = new ArrayList<>();
            TimeSpec all = null;
            for (int p = 0; p < pieces.size(); p++) {
                if (!(pieces.get(p).what() instanceof Piece.Time time)) {
                    continue;
                }
                Piece piece = pieces.get(p);
                if (time.match().spec() == null) {
                    if (ask == null) {
                        String word = slice(piece.from(), piece.to());
                        ask = new Clarification(
                                chinese ? "“" + word + "”是上午还是下午？" : "Is \"" + word + "\" in the morning or in the afternoon?",
                                time.match().choices().stream().map(c -> replaced(piece, c)).toList());
                    }
                    return;
                }
                if (negated.contains(p)) {
                    made.add(new Made(p, ConditionKind.TIME, time.match().spec().text(), true, List.of(p),
                            new Term.SeenAt(time.match().spec()), 0));
                    continue;
                }
                said.add(p);
                all = all == null ? time.match().spec() : all.and(time.match().spec());
            }
            if (all == null) {
                return;
            }
            if (all.impossible(zone)) {
                ask = chosen(said, chinese ? "这些时间互相矛盾，以哪一个为准？" : "These times exclude each other: which one holds?");
                return;
            }
            made.add(new Made(said.get(0), ConditionKind.TIME, all.text(), false, said, new Term.SeenAt(all), 0));
        }

        /** A question back that keeps one of several pieces. */
        private Clarification chosen(List<Integer> rivals, String question) {
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

        /** Everything that no rule took, in the order of the question. */
        private void free() {
            List<Integer> positive = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int p = 0; p < pieces.size(); ) {
                if (!(pieces.get(p).what() instanceof Piece.Free)) {
                    p++;
                    continue;
                }
                int last = p;
                for (int q = p + 1; q < pieces.size() && joins(pieces.get(q).what()); q++) {
                    if (pieces.get(q).what() instanceof Piece.Free) {
                        last = q;
                    }
                }
                String text = slice(pieces.get(p).from(), pieces.get(last).to()).replaceAll("\\s+", " ").strip();
                if (text.codePoints().anyMatch(Character::isLetterOrDigit)) {
                    List<Integer> run = new ArrayList<>();
                    for (int q = p; q <= last; q++) {
                        run.add(q);
                    }
                    if (negated.contains(p)) {
                        made.add(new Made(p, ConditionKind.FREE, text, true, run, new Term.Looks(text), 0));
                    } else {
                        positive.addAll(run);
                        texts.add(text);
                    }
                }
                p = last + 1;
            }
            if (!texts.isEmpty()) {
                String text = String.join(" ", texts);
                made.add(new Made(positive.get(0), ConditionKind.FREE, text, false, positive, new Term.Looks(text), 0));
            }
        }

        private boolean joins(Piece.Meaning what) {
            return what instanceof Piece.Free || what instanceof Piece.Soft || what instanceof Piece.Copula
                    || what instanceof Piece.Join || what instanceof Piece.Filler;
        }

        private void contradictions() {
            for (Made a : made) {
                for (Made b : made) {
                    if (ask == null && a.at < b.at && a.noun == b.noun && excluded(a, b)) {
                        ask = chosen(List.of(a.at, b.at), chinese ? "这两个条件互相矛盾，以哪一个为准？"
                                : "\"" + a.value + "\" and \"" + (b.negated ? "not " : "") + b.value + "\" exclude each other: which one holds?");
                    }
                }
            }
        }

        private boolean excluded(Made a, Made b) {
            if (a.check instanceof Term.Moves x && b.check instanceof Term.Moves y) {
                return x.state() != y.state() && x.state() != MotionState.UNKNOWN && a.negated == b.negated
                        || x.state() == y.state() && a.negated != b.negated;
            }
            return a.check instanceof Term.HasColour x && b.check instanceof Term.HasColour y
                    && a.negated != b.negated && x.colours().equals(y.colours());
        }

        private List<Term> number() {
            List<Made> ordered = new ArrayList<>(made);
            ordered.sort(Comparator.comparingInt((Made m) -> pieces.get(m.at).from()).thenComparing(Made::kind));
            Map<Made, Term> terms = new LinkedHashMap<>();
            for (Made m : ordered) {
                String words = m.from.stream()
                        .map(p -> slice(pieces.get(p).from(), pieces.get(p).to()))
                        .collect(Collectors.joining(m.from.size() > 1 && m.kind != ConditionKind.FREE ? " … " : " "));
                terms.put(m, new Term(
                        new Condition("c" + (terms.size() + 1), m.kind, m.value, m.negated, adjoining(m, words)), m.check, m.noun));
            }
            return List.copyOf(terms.values());
        }

        /** The words as they stand in the question when the pieces follow each other. */
        private String adjoining(Made m, String otherwise) {
            List<Integer> from = m.from.stream().sorted().toList();
            int first = from.get(0);
            int last = from.get(from.size() - 1);
            for (int p = first; p <= last; p++) {
                Piece.Meaning what = pieces.get(p).what();
                if (!from.contains(p) && !(what instanceof Piece.Join || what instanceof Piece.Soft || what instanceof Piece.Shade)) {
                    return otherwise;
                }
            }
            return slice(pieces.get(first).from(), pieces.get(last).to());
        }

        private Clarification empty() {
            List<String> choices = new ArrayList<>();
            for (String[] noun : new String[][] {{"vehicle", "车辆"}, {"person", "人"}, {"animal", "动物"}, {"furniture", "家具"}}) {
                List<Lexicon.Noun> known = lexicon.nouns(Tokenizer.tokenize(noun[0]), 0);
                if (!known.isEmpty() && choices.size() < 4) {
                    choices.add(chinese ? "找" + noun[1] : "find " + English.plural(noun[0]));
                }
            }
            choices.add(chinese ? "找停着的物体" : "find parked objects");
            if (choices.size() < 2) {
                choices.add(chinese ? "找白色的物体" : "find white objects");
            }
            return new Clarification(chinese ? "要找什么？" : "What should I look for?", List.copyOf(choices));
        }

        // Text

        private String slice(int from, int to) {
            return from >= to ? "" : source.substring(tokens.get(from).start(), tokens.get(to - 1).end());
        }

        private String replaced(Piece piece, String by) {
            return source.substring(0, tokens.get(piece.from()).start()) + by + source.substring(tokens.get(piece.to() - 1).end());
        }
    }
}
