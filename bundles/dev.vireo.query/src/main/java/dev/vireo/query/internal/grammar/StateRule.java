package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.Moves;
import java.util.List;

/** How it moves: parked, moving. */
final class StateRule implements ConditionRule {
    @Override
    public void conditions(Reading r) {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (r.what(p) instanceof Piece.State state) {
                r.made.add(new Reading.Made(p, ConditionKind.STATE, state.state().name(), r.negated.contains(p), List.of(p),
                        new Moves(state.state().state()), r.spoken(p, true)));
            }
        }
    }
}
