package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.SeenAt;
import dev.vireo.query.internal.time.TimeGrammar;
import dev.vireo.query.internal.time.TimeSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When it was seen. */
final class TimeRule implements ConditionRule {
    private final Instant now;
    private final ZoneId zone;

    TimeRule(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    @Override
    public Optional<Piece> piece(Reading r, int i) {
        return new TimeGrammar(r.tokens, now, zone).match(i).map(m -> new Piece(i, i + m.length(), new Piece.Time(m)));
    }

    @Override
    public void conditions(Reading r) {
        List<Integer> said = new ArrayList<>();
        TimeSpec all = null;
        for (int p = 0; p < r.pieces.size(); p++) {
            if (!(r.pieces.get(p).what() instanceof Piece.Time time)) {
                continue;
            }
            Piece piece = r.pieces.get(p);
            if (time.match().spec() == null) {
                if (r.ask == null) {
                    String word = r.slice(piece.from(), piece.to());
                    r.ask = new Clarification(
                            r.chinese ? "“" + word + "”是上午还是下午？" : "Is \"" + word + "\" in the morning or in the afternoon?",
                            time.match().choices().stream().map(c -> r.replaced(piece, c)).toList());
                }
                return;
            }
            if (r.negated.contains(p)) {
                r.made.add(new Reading.Made(p, ConditionKind.TIME, time.match().spec().text(), true, List.of(p),
                        new SeenAt(time.match().spec()), 0));
                continue;
            }
            said.add(p);
            all = all == null ? time.match().spec() : all.and(time.match().spec());
        }
        if (all == null) {
            return;
        }
        if (all.impossible(zone)) {
            r.ask = r.chosen(said, r.chinese ? "这些时间互相矛盾，以哪一个为准？" : "These times exclude each other: which one holds?");
            return;
        }
        r.made.add(new Reading.Made(said.get(0), ConditionKind.TIME, all.text(), false, said, new SeenAt(all), 0));
    }
}
