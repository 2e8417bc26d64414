package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Count;
import dev.vireo.query.internal.language.Words;
import java.util.ArrayList;
import java.util.List;

/** How many at once: "two", "at least three". */
final class CountRule implements ConditionRule {
    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Piece.Number number) {
                count(r, p, number);
            }
        }
    }

    private void count(Reading r, int p, Piece.Number number) {
        int noun = r.nounAhead(p);
        NounGroup group = noun < 0 ? null : r.groupAt.get(noun);
        if (group == null || group.absent || number.value() < 1) {
            if (number.sure()) {
                r.pieces.set(p, new Piece(r.pieces.get(p).from(), r.pieces.get(p).to(), new Piece.Free()));
            }
            return;
        }
        int least = number.value();
        int most = number.value();
        List<Integer> from = new ArrayList<>(List.of(p));
        Words.Bound bound = null;
        if (p > 0 && r.pieces.get(p - 1).what() instanceof Piece.Bound before) {
            bound = before.bound();
            from.add(0, p - 1);
        }
        for (int q = p + 1; q < noun; q++) {
            if (r.pieces.get(q).what() instanceof Piece.Bound after && after.bound().after()) {
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
        r.made.add(new Reading.Made(p, ConditionKind.COUNT, value, r.negated.contains(p), from, new Count(least, most), group.index));
    }
}
