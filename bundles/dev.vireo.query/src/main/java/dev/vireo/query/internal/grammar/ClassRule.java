package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.IsA;

/** What it is: every noun. */
final class ClassRule implements ConditionRule {
    @Override
    public void conditions(Reading r) {
        for (NounGroup group : r.groups) {
            r.made.add(new Reading.Made(group.pieces.get(0), ConditionKind.CLASS, group.target.name(), group.absent || group.notThis,
                    group.pieces, new IsA(group.target), group.index));
        }
    }
}
