package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Passage;
import dev.vireo.query.internal.condition.ZonePlace;
import dev.vireo.query.internal.language.PhraseTree;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.noun.Lexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Coming in and going out, of the picture or of a zone. */
final class PassageRule implements ConditionRule {
    private static final Set<String> FRAME = Set.of("frame", "picture", "image", "screen", "view", "video", "scene", "shot");
    private static final PhraseTree<Boolean> VERBS = new PhraseTree<>(false);

    static {
        add(true, "entering|enter|enters|entered|coming in|comes in|come in|came in|coming into|comes into|came into|walking into"
                + "|walks into|driving into|drives into|going into|goes into|arriving|arrives|arrive|arrived|arriving at|arriving in"
                + "|进入|走进|驶入|开进|进来|走进来|开进来|闯入|进到|走入|跑进|驶进|到达");
        add(false, "leaving|leave|leaves|exiting|exits|going out|goes out|going out of|goes out of|walking out|walking out of|walks out of"
                + "|driving out|driving out of|drives out of|driving off|drives off|walking off|walks off|driving away|walking away"
                + "|departing|departs|who left|has left|have left|离开|走出|驶出|开出|出去|走出去|开走|走开|离去|跑出|驶离");
    }

    private final ZoneNames zones;

    PassageRule(ZoneNames zones) {
        this.zones = zones;
    }

    /** @param unknown words that name something that is no zone; empty when there are none */
    private record Meaning(boolean in, Optional<ZonePlace> zone, String unknown) implements Piece.Meaning {}

    private static void add(boolean in, String phrases) {
        for (String phrase : phrases.split("\\|")) {
            VERBS.add(phrase, in);
        }
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        List<PhraseTree.Match<Boolean>> matches = VERBS.matches(r.tokens, i);
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        PhraseTree.Match<Boolean> longest = matches.get(matches.size() - 1);
        boolean in = longest.values().get(0);
        int to = i + longest.length();
        int object = to < r.tokens.size() && (r.tokens.get(to).is("了") || r.tokens.get(to).is("at") || r.tokens.get(to).is("through"))
                ? to + 1
                : to;
        ZoneNames.Found zone = zones.at(r, object).orElse(null);
        if (zone != null) {
            return Optional.of(new Piece(i, zone.to(), new Meaning(in, Optional.of(zone.place()), "")));
        }
        int frame = frame(r, object);
        if (frame > object) {
            return Optional.of(new Piece(i, frame, new Meaning(in, Optional.empty(), "")));
        }
        return Optional.of(new Piece(i, to, new Meaning(in, Optional.empty(), named(r, to))));
    }

    private static int frame(Reading r, int i) {
        int at = i < r.tokens.size() && (r.tokens.get(i).is("the") || r.tokens.get(i).is("a")) ? i + 1 : i;
        if (at < r.tokens.size() && FRAME.contains(r.tokens.get(at).text())) {
            return at + 1;
        }
        for (String word : List.of("画面", "镜头", "视野", "视频")) {
            if (r.slice(i, Math.min(r.tokens.size(), i + 2)).equals(word)) {
                return i + 2;
            }
        }
        return i;
    }

    /** "entering the building": what follows an article right behind the verb, or a Chinese noun there. */
    private static String named(Reading r, int i) {
        if (i >= r.tokens.size()) {
            return "";
        }
        boolean article = Set.of("the", "a", "an").contains(r.tokens.get(i).text());
        int from = article ? i + 1 : i;
        List<Lexicon.Noun> nouns = from < r.tokens.size() ? r.lexicon.nouns(r.tokens, from) : List.of();
        if (!nouns.isEmpty() && (article || r.tokens.get(i).isHan())) {
            return r.slice(from, from + nouns.get(0).length());
        }
        return article && from < r.tokens.size() && r.tokens.get(from).type() == Token.Type.WORD ? r.slice(from, from + 1) : "";
    }

    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (!(r.what(p) instanceof Meaning meaning)) {
                continue;
            }
            if (!meaning.unknown().isEmpty() && r.ask == null) {
                r.ask = which(r, p, meaning);
            }
            String value = (meaning.in() ? "entering" : "leaving") + meaning.zone().map(z -> " " + z.name()).orElse("");
            r.made.add(new Reading.Made(p, ConditionKind.PASSAGE, value, r.negated.contains(p), List.of(p),
                    new Passage(meaning.in(), meaning.zone()), r.about()));
        }
    }

    private Clarification which(Reading r, int p, Meaning meaning) {
        Piece piece = r.pieces.get(p);
        String verb = r.slice(piece.from(), piece.to());
        int at = r.tokens.get(piece.from()).start();
        int cut = r.source.indexOf(meaning.unknown(), r.tokens.get(piece.to() - 1).end()) + meaning.unknown().length();
        String before = r.source.substring(0, at);
        String after = r.source.substring(cut);
        List<String> choices = new ArrayList<>();
        choices.add((before + verb + (r.chinese ? "画面" : " the picture") + after).strip());
        zones.names().stream()
                .limit(3)
                .forEach(z -> choices.add((before + verb + (r.chinese ? z : " the " + z) + after).strip()));
        String without = (before + after).replaceAll("\\s+", " ").strip();
        if (!without.isBlank() && choices.size() < 2) {
            choices.add(without);
        }
        return new Clarification(r.chinese
                ? "没有名为“" + meaning.unknown() + "”的区域（vireo zone add 可以添加）。您指的是哪一个？"
                : "There is no zone \"" + meaning.unknown() + "\" (vireo zone add makes one). Which do you mean?", List.copyOf(choices));
    }
}
