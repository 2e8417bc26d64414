package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.Clarification;
import dev.vireo.query.internal.condition.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A question about an order, taken apart: what is looked for first, and what then. Each step is read like a question of its
 * own; a step that names nothing goes on with the thing of the step before.
 */
final class Steps {
    private final Reading whole;
    private final List<Reading> parts = new ArrayList<>();
    private final List<Sequence.Link> links = new ArrayList<>();
    private final List<Integer> from = new ArrayList<>();
    private boolean negated;

    private Steps(Reading whole) {
        this.whole = whole;
    }

    /** Steps in order of time; a single one when the question is about no order. */
    static Steps of(Reading reading) {
        Steps steps = new Steps(reading);
        steps.cut();
        return steps;
    }

    List<Reading> parts() {
        return parts;
    }

    boolean single() {
        return parts.size() < 2;
    }

    /** What must hold between the steps. */
    Sequence sequence() {
        return new Sequence(List.copyOf(links));
    }

    boolean negated() {
        return negated;
    }

    /** Where the condition stands in the question, and the pieces that it was made from. */
    List<Integer> from() {
        return from;
    }

    private void cut() {
        postpositions();
        List<Integer> cuts = new ArrayList<>();
        int start = 0;
        for (int p = 0; p < whole.pieces.size(); p++) {
            if (whole.what(p) instanceof SequenceRule.Link link) {
                int next = next(p);
                boolean both = says(start, p, link.weak()) && says(p + 1, next, link.weak());
                if (both) {
                    cuts.add(p);
                    start = p + 1;
                } else {
                    replace(p, link.weak() ? new Piece.Free() : new Piece.Soft());
                }
            }
        }
        for (int p = 0; p < whole.pieces.size(); p++) {
            if (whole.what(p) instanceof SequenceRule.Lead) {
                replace(p, new Piece.Soft());
            } else if (whole.what(p) instanceof SequenceRule.Limit && cuts.isEmpty()) {
                replace(p, new Piece.Free());
            }
        }
        if (cuts.isEmpty()) {
            parts.add(whole);
            return;
        }
        List<Integer> bounds = new ArrayList<>(cuts);
        bounds.add(whole.pieces.size());
        int begin = 0;
        for (int bound : bounds) {
            int end = bound;
            boolean denied = bound < whole.pieces.size() && end > begin && whole.what(end - 1) instanceof Piece.Negation;
            if (denied) {
                end--;
                from.add(end);
            }
            parts.add(whole.part(pieces(begin, end)));
            if (parts.size() > 1) {
                links.add(link(begin, end));
            }
            negated |= denied;
            if (denied && bound != cuts.get(cuts.size() - 1)) {
                whole.ask = halves(bound,
                        whole.chinese ? "只有最后一步可以否定，先找哪一部分？" : "Only the last step can be denied: which part should I look for first?");
            }
            begin = bound + 1;
        }
        order(cuts);
        from.addAll(cuts);
        from.sort(null);
    }

    /** The piece of the next link, or the end. */
    private int next(int p) {
        for (int q = p + 1; q < whole.pieces.size(); q++) {
            if (whole.what(q) instanceof SequenceRule.Link) {
                return q;
            }
        }
        return whole.pieces.size();
    }

    /** Whether something is looked for between two pieces. */
    private boolean says(int begin, int end, boolean thing) {
        for (int p = begin; p < end; p++) {
            Piece.Meaning what = whole.what(p);
            boolean nothing = what instanceof Piece.Soft || what instanceof Piece.Filler || what instanceof Piece.Copula
                    || what instanceof Piece.Join || what instanceof Piece.Negation || what instanceof SequenceRule.Limit
                    || what instanceof SequenceRule.Lead || what instanceof Piece.Time || what instanceof Piece.Place;
            if (thing ? what instanceof Piece.Noun : !nothing) {
                return true;
            }
        }
        return false;
    }

    private void replace(int p, Piece.Meaning by) {
        whole.pieces.set(p, new Piece(whole.pieces.get(p).from(), whole.pieces.get(p).to(), by));
    }

    private List<Piece> pieces(int begin, int end) {
        List<Piece> kept = new ArrayList<>();
        for (int p = begin; p < end; p++) {
            if (whole.what(p) instanceof SequenceRule.Limit) {
                from.add(p);
            } else {
                kept.add(whole.pieces.get(p));
            }
        }
        return kept;
    }

    /** The limit behind a link; that before the first link is of every link. */
    private Sequence.Link link(int begin, int end) {
        long limit = Long.MAX_VALUE;
        int first = links.isEmpty() ? 0 : begin;
        for (int p = first; p < end; p++) {
            limit = whole.what(p) instanceof SequenceRule.Limit l ? Math.min(limit, l.ms()) : limit;
        }
        return new Sequence.Link(limit, names(whole.pieces, begin, end).isEmpty());
    }

    private static List<Piece> names(List<Piece> pieces, int begin, int end) {
        return pieces.subList(begin, end).stream().filter(p -> p.what() instanceof Piece.Noun || p.what() instanceof Piece.Free).toList();
    }

    /** "A truck after a person" tells the second thing first. */
    private void order(List<Integer> cuts) {
        long backward = cuts.stream().filter(c -> ((SequenceRule.Link) whole.what(c)).backward()).count();
        if (backward == cuts.size()) {
            Collections.reverse(parts);
            Collections.reverse(links);
        } else if (backward > 0) {
            whole.ask = halves(cuts.get(cuts.size() - 1),
                    whole.chinese ? "先后次序不清楚，先找哪一部分？" : "The order is not clear: which part should I look for first?");
        }
    }

    /** "B is after A" in Chinese: the word of order stands at the end, and 在 between the two. */
    private void postpositions() {
        for (int p = 0; p < whole.pieces.size(); p++) {
            if (!(whole.chinese && whole.what(p) instanceof SequenceRule.Link link && link.weak()) || says(p + 1, next(p), true)) {
                continue;
            }
            for (int q = p - 1; q > 0; q--) {
                if (whole.tokens.get(whole.pieces.get(q).from()).is("在") && whole.what(q) instanceof Piece.Soft
                        && says(0, q, true) && says(q + 1, p, true)) {
                    replace(q, new SequenceRule.Link(!link.backward(), false));
                    replace(p, new Piece.Soft());
                    break;
                }
            }
        }
    }

    private Clarification halves(int bound, String question) {
        String left = whole.source.substring(0, whole.tokens.get(whole.pieces.get(bound).from()).start()).strip();
        String right = whole.source.substring(whole.tokens.get(whole.pieces.get(bound).to() - 1).end()).strip();
        return new Clarification(question, List.of(left.replaceAll("\\b(not|never)$", "").strip(), right));
    }
}
