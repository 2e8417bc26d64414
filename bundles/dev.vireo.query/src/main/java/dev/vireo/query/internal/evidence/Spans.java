package dev.vireo.query.internal.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Stretches of one asset, ascending and apart from each other: when something holds. */
public record Spans(List<Span> list) {
    public static final Spans NEVER = new Spans(List.of());

    public Spans {
        list = List.copyOf(list);
    }

    public static Spans of(long fromMs, long toMs) {
        return new Spans(List.of(new Span(fromMs, Math.max(fromMs, toMs))));
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public long length() {
        return list.stream().mapToLong(Span::length).sum();
    }

    Optional<Span> longest() {
        return list.stream().max(Comparator.comparingLong(Span::length).thenComparing(s -> -s.fromMs()));
    }

    /** When both hold. Stretches that only touch have nothing in common, unless one is an instant. */
    public Spans meet(Spans other) {
        List<Span> both = new ArrayList<>();
        for (Span a : list) {
            for (Span b : other.list) {
                long from = Math.max(a.fromMs(), b.fromMs());
                long to = Math.min(a.toMs(), b.toMs());
                if (from < to || from == to && (a.length() == 0 || b.length() == 0)) {
                    both.add(new Span(from, to));
                }
            }
        }
        return new Spans(both);
    }

    /** When either holds. */
    public Spans join(Spans other) {
        List<Span> all = new ArrayList<>(list);
        all.addAll(other.list);
        return new Spans(all).closed(0);
    }

    /** Without the gaps of up to {@code gapMs} between its stretches. */
    public Spans closed(long gapMs) {
        List<Span> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparingLong(Span::fromMs));
        List<Span> closed = new ArrayList<>();
        for (Span span : sorted) {
            Span last = closed.isEmpty() ? null : closed.get(closed.size() - 1);
            if (last != null && span.fromMs() - last.toMs() <= gapMs) {
                closed.set(closed.size() - 1, new Span(last.fromMs(), Math.max(last.toMs(), span.toMs())));
            } else {
                closed.add(span);
            }
        }
        return new Spans(closed);
    }

    /** The rest of a stretch. */
    public Spans outside(long fromMs, long toMs) {
        List<Span> rest = new ArrayList<>();
        long at = fromMs;
        for (Span span : closed(0).list) {
            if (span.fromMs() > at) {
                rest.add(new Span(at, Math.min(span.fromMs(), toMs)));
            }
            at = Math.max(at, span.toMs());
        }
        boolean instant = fromMs == toMs && list.isEmpty();
        if (at < toMs || instant) {
            rest.add(new Span(at, toMs));
        }
        return new Spans(rest.stream().filter(s -> s.toMs() > s.fromMs() || instant).toList());
    }
}
