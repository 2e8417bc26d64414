package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Looks;
import java.util.ArrayList;
import java.util.List;

/** Everything that no rule took goes to the joint spaces, in the order of the question. Comes last. */
final class FreeRule implements ConditionRule {
    @Override
    public void conditions(Reading r) {
        List<Integer> positive = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int p = 0; p < r.pieces.size(); ) {
            if (!(r.pieces.get(p).what() instanceof Piece.Free)) {
                p++;
                continue;
            }
            int last = p;
            for (int q = p + 1; q < r.pieces.size() && joins(r.pieces.get(q).what()); q++) {
                if (r.pieces.get(q).what() instanceof Piece.Free) {
                    last = q;
                }
            }
            String text = r.slice(r.pieces.get(p).from(), r.pieces.get(last).to()).replaceAll("\\s+", " ").strip();
            if (text.codePoints().anyMatch(Character::isLetterOrDigit)) {
                List<Integer> run = new ArrayList<>();
                for (int q = p; q <= last; q++) {
                    run.add(q);
                }
                if (r.negated.contains(p)) {
                    r.made.add(new Reading.Made(p, ConditionKind.FREE, text, true, run, new Looks(text), 0));
                } else {
                    positive.addAll(run);
                    texts.add(text);
                }
            }
            p = last + 1;
        }
        if (!texts.isEmpty()) {
            String text = String.join(" ", texts);
            r.made.add(new Reading.Made(positive.get(0), ConditionKind.FREE, text, false, positive, new Looks(text), 0));
        }
    }

    private static boolean joins(Piece.Meaning what) {
        return what instanceof Piece.Free || what instanceof Piece.Soft || what instanceof Piece.Copula
                || what instanceof Piece.Join || what instanceof Piece.Filler;
    }
}
