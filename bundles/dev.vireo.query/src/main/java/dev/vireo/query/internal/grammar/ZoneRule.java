package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Check;
import dev.vireo.query.internal.condition.Inside;
import dev.vireo.query.internal.condition.NearZone;
import dev.vireo.query.internal.condition.ZonePlace;
import dev.vireo.query.internal.language.PhraseTree;
import dev.vireo.query.internal.language.Token;
import java.util.List;
import java.util.Optional;

/** Where in the picture: in a zone, outside of it, near it. */
final class ZoneRule implements ConditionRule {
    private static final PhraseTree<Relation> BEFORE = new PhraseTree<>(false);
    private static final PhraseTree<Relation> BEHIND = new PhraseTree<>(false);

    static {
        add(BEFORE, Relation.IN, "in|inside|inside of|within|at|on|in the area of|在|位于|处于|停在|站在");
        add(BEFORE, Relation.OUT, "outside|outside of|not in|not at|out of|不在");
        add(BEFORE, Relation.NEAR, "near|near to|close to|next to|beside|around|靠近|接近");
        add(BEHIND, Relation.IN, "里|里面|里边|内|中|上|处|区域|区域内|区域里");
        add(BEHIND, Relation.OUT, "外|外面|之外|以外");
        add(BEHIND, Relation.NEAR, "附近|旁边|旁|周围");
    }

    private final ZoneNames zones;

    ZoneRule(ZoneNames zones) {
        this.zones = zones;
    }

    private enum Relation {
        IN,
        OUT,
        NEAR
    }

    private record Meaning(ZonePlace place, Relation relation) implements Piece.Meaning {}

    private static void add(PhraseTree<Relation> tree, Relation relation, String phrases) {
        for (String phrase : phrases.split("\\|")) {
            tree.add(phrase, relation);
        }
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        Relation relation = null;
        int from = i;
        for (PhraseTree.Match<Relation> match : BEFORE.matches(r.tokens, i)) {
            if (zones.at(r, i + match.length()).isPresent()) {
                relation = match.values().get(0);
                from = i + match.length();
            }
        }
        ZoneNames.Found found = zones.at(r, from).orElse(null);
        if (found == null) {
            return Optional.empty();
        }
        int to = found.to();
        List<PhraseTree.Match<Relation>> after = to < r.tokens.size() && r.tokens.get(to).isHan() ? BEHIND.matches(r.tokens, to) : List.of();
        if (!after.isEmpty()) {
            PhraseTree.Match<Relation> longest = after.get(after.size() - 1);
            relation = relation == Relation.OUT ? relation : longest.values().get(0);
            to += longest.length();
        }
        boolean denied = from == i && !r.pieces.isEmpty() && r.what(r.pieces.size() - 1) instanceof Piece.Negation;
        boolean attributed = to < r.tokens.size() && r.tokens.get(to).is("的");
        // A bare name may be a thing of that name: "gate" alone asks for gates.
        boolean bare = relation == null && !denied && !attributed && r.tokens.get(from).type() != Token.Type.NAME;
        return bare ? Optional.empty() : Optional.of(new Piece(i, to, new Meaning(found.place(), relation == null ? Relation.IN : relation)));
    }

    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Meaning meaning) {
                boolean out = meaning.relation() == Relation.OUT;
                boolean near = meaning.relation() == Relation.NEAR;
                Check check = near ? new NearZone(meaning.place(), NearRule.NEAR) : new Inside(meaning.place());
                r.made.add(new Reading.Made(p, ConditionKind.PLACE, (near ? "near " : "") + meaning.place().name(),
                        r.negated.contains(p) != out, List.of(p), check, r.about()));
            }
        }
    }
}
