package dev.vireo.query.internal.grammar;

/** Second stage: what each negation denies. */
final class NegationReader {
    private final Reading r;

    NegationReader(Reading reading) {
        this.r = reading;
    }

    void read() {
        for (int p = 0; p < r.pieces.size(); p++) {
            if (!(r.pieces.get(p).what() instanceof Piece.Negation negation)) {
                continue;
            }
            int noun = negation.presence() ? r.nounAhead(p) : -1;
            if (noun >= 0) {
                r.negated.add(noun);
                continue;
            }
            for (int q = p + 1; q < r.pieces.size(); q++) {
                Piece.Meaning what = r.pieces.get(q).what();
                if (what instanceof Piece.Soft || what instanceof Piece.Filler || what instanceof Piece.Copula
                        || what instanceof Piece.Shade || what instanceof Piece.Negation) {
                    continue;
                }
                r.negated.add(q);
                // "not red or white" denies both.
                while (q + 2 < r.pieces.size() && what instanceof Piece.Tint && r.pieces.get(q + 1).what() instanceof Piece.Join
                        && r.pieces.get(q + 2).what() instanceof Piece.Tint) {
                    q += 2;
                    r.negated.add(q);
                }
                break;
            }
        }
    }
}
