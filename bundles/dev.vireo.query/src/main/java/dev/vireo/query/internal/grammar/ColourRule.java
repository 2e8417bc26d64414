package dev.vireo.query.internal.grammar;

import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.HasColour;
import dev.vireo.query.internal.language.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Colours: "red or white", "light blue"; and whether "orange" is one. */
final class ColourRule implements ConditionRule {
    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Piece.Tint) {
                p = tint(r, p);
            }
        }
    }

    @Override
    public void prepare(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (!(r.pieces.get(p).what() instanceof Piece.Tint tint) || tint.fruit() == null) {
                continue;
            }
            Piece piece = r.pieces.get(p);
            String surface = r.tokens.get(piece.from()).text();
            boolean plural = surface.endsWith("s");
            boolean article = piece.from() > 0 && r.tokens.get(piece.from() - 1).is("an") && r.nounAhead(p) < 0;
            boolean listed = p + 2 < r.pieces.size() && r.pieces.get(p + 1).what() instanceof Piece.Join && r.pieces.get(p + 2).isNoun();
            boolean spoken = p + 1 < r.pieces.size() && r.pieces.get(p + 1).what() instanceof Piece.Filler;
            boolean said = p > 0 && (r.pieces.get(p - 1).what() instanceof Piece.Copula
                    || r.pieces.get(p - 1).what() instanceof Piece.Negation
                    || r.pieces.get(p - 1).what() instanceof Piece.Join && p > 1 && r.pieces.get(p - 2).what() instanceof Piece.Tint);
            if (plural || article || listed || !tint.fruit().qualifier().isEmpty()) {
                r.pieces.set(p, new Piece(piece.from(), piece.to(), tint.fruit()));
            } else if (r.nounAhead(p) >= 0 || spoken || said && r.nounBehind(p) >= 0) {
                r.pieces.set(p, new Piece(piece.from(), piece.to(), new Piece.Tint(tint.tint(), null)));
            } else if (r.ask == null) {
                String word = r.slice(piece.from(), piece.to());
                r.ask = new Clarification(
                        r.chinese ? "“" + word + "”是颜色还是水果？" : "Is \"" + word + "\" the colour or the fruit?",
                        r.chinese
                                ? List.of(r.replaced(piece, word + "色的物体"), r.replaced(piece, word + " (水果)"))
                                : List.of(r.replaced(piece, word + " coloured objects"), r.replaced(piece, word + "s (the fruit)")));
            }
        }
    }

    /** One condition for "red or white"; gives the last piece that it took. */
    private int tint(Reading r, int p) {
        Set<Colour> colours = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        int q = p;
        while (true) {
            Words.Tint tint = ((Piece.Tint) r.pieces.get(q).what()).tint();
            colours.addAll(tint.colours());
            boolean shaded = q > 0 && r.pieces.get(q - 1).what() instanceof Piece.Shade;
            names.add((shaded ? ((Piece.Shade) r.pieces.get(q - 1).what()).name() + " " : "") + tint.name());
            if (shaded) {
                from.add(q - 1);
            }
            from.add(q);
            int next = q + 1;
            if (next >= r.pieces.size() || !(r.pieces.get(next).what() instanceof Piece.Join join)
                    || !(join.or() || r.negated.contains(p))) {
                break;
            }
            next += next + 1 < r.pieces.size() && r.pieces.get(next + 1).what() instanceof Piece.Shade ? 2 : 1;
            if (next >= r.pieces.size() || !(r.pieces.get(next).what() instanceof Piece.Tint)) {
                break;
            }
            q = next;
        }
        r.made.add(new Reading.Made(p, ConditionKind.COLOUR, String.join(" or ", names), r.negated.contains(p), from,
                new HasColour(colours), r.spoken(p, false)));
        return q;
    }
}
