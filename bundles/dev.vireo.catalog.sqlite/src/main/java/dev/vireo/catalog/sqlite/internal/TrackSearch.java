package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.LabelGroup;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.TrackFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Answers a track filter on one snapshot. Numbers are written into the statements, text is always bound.
 *
 * <p>Everything but label mass is SQL. For label mass, SQL only picks the scores that matter, and hands them over as one
 * text of packed numbers: summing them there would sort them first, which takes several times as long (ADR 0005).
 */
final class TrackSearch {
    /** A score travels as track id and probability in millionths, in one number. */
    private static final int PPM_BITS = 20;
    private static final long PPM = (1L << PPM_BITS) - 1;

    /** Up to this many ids a score, sums are kept in a field over all of them. */
    private static final int DENSE = 16;

    /**
     * Labels times ids up to which the labels' runs are read whole, for each track that could be read by itself instead: a track
     * has some 68 labels, and a label some sixteenth of the tracks.
     */
    private static final long RUN = 1_000;

    private final Handle h;
    private final TrackFilter filter;
    private final String where;
    /** Whether {@link #where} leaves anything out. */
    private final boolean restricted;

    TrackSearch(Handle h, TrackFilter filter) {
        this.h = h;
        this.filter = filter;
        List<String> conditions = new ArrayList<>();
        boolean oneDomain = onlyDomain();
        if (!oneDomain) {
            conditions.add("+t.asset IN (SELECT id FROM asset WHERE domain = :domain)");
        }
        if (!filter.assets().isEmpty()) {
            conditions.add("t.asset IN (" + joined(filter.assets()) + ")");
        }
        if (!filter.captured().isEmpty()) {
            conditions.add(filter.captured().stream()
                    .map(TrackSearch::overlaps)
                    .collect(Collectors.joining(" OR ", "(", ")")));
        }
        filter.state().ifPresent(s -> conditions.add("t.state = '" + s.name() + "'"));
        filter.wholeFrame().ifPresent(w -> conditions.add("t.whole_frame = " + (w ? 1 : 0)));
        if (!filter.colours().isEmpty()) {
            String names = filter.colours().stream().map(c -> "'" + c.name() + "'").collect(Collectors.joining(","));
            boolean few = !filter.assets().isEmpty() || !filter.captured().isEmpty();
            // Of all tracks, one pass over the shares as they lie takes a fraction of looking them up for each.
            conditions.add(few || filter.minFraction() <= 0
                    ? "coalesce((SELECT sum(c.fraction) FROM colour_share c WHERE c.track = t.id AND c.colour IN (" + names
                            + ")), 0) >= " + filter.minFraction()
                    : "t.id IN (SELECT c.track FROM colour_share c WHERE c.colour IN (" + names
                            + ") GROUP BY c.track HAVING sum(c.fraction) >= " + filter.minFraction() + ")");
        }
        this.restricted = !conditions.isEmpty();
        this.where = restricted ? String.join(" AND ", conditions) : "1";
    }

    /** Whether the domain searched is the only one, as on most appliances: then no track has to be looked at for it. */
    private boolean onlyDomain() {
        return h.createQuery("SELECT EXISTS (SELECT 1 FROM asset WHERE domain < :domain)"
                                + " + EXISTS (SELECT 1 FROM asset WHERE domain > :domain)")
                        .bind("domain", filter.domain())
                        .mapTo(Integer.class)
                        .one()
                == 0;
    }

    /** The interval [from_ms, to_ms), or the instant from_ms where both are equal, meets [from, to). */
    private static String overlaps(TimeRange range) {
        long from = clamp(range.from());
        long to = clamp(range.to());
        return "(t.from_ms < " + to + " AND (t.to_ms > " + from + " OR t.from_ms >= " + from + "))";
    }

    private static long clamp(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE + 1 : Long.MAX_VALUE; // "before 5 pm" has no start
        }
    }

    private Query query(String sql) {
        Query query = h.createQuery(sql);
        return sql.contains(":domain") ? query.bind("domain", filter.domain()) : query;
    }

    /** Ids of the tracks found, those with the largest mass first, then the newest. */
    long[] tracks(int limit) {
        if (filter.groups().isEmpty()) {
            return Rows.numbers(query("SELECT group_concat(id, ' ') FROM (SELECT t.id AS id FROM track t WHERE " + where
                    + " ORDER BY t.from_ms DESC, t.id DESC LIMIT " + limit + ")"));
        }
        List<Mass> masses = masses();
        masses.sort(Comparator.comparingLong(Mass::ppm).reversed().thenComparingLong(Mass::track));
        int end = Math.min(limit, masses.size());
        if (end == 0) {
            return new long[0];
        }
        // Time decides only among equal masses, so it is read only for those, also beyond the limit.
        int last = end;
        while (last < masses.size() && masses.get(last).ppm() == masses.get(end - 1).ppm()) {
            last++;
        }
        List<Mass> top = masses.subList(0, last);
        Map<Long, Integer> rank = newestFirst(top);
        top.sort(Comparator.comparingLong(Mass::ppm)
                .reversed()
                .thenComparingInt(m -> rank.getOrDefault(m.track(), 0)));
        return top.stream().limit(limit).mapToLong(Mass::track).toArray();
    }

    private Map<Long, Integer> newestFirst(List<Mass> byMass) {
        StringBuilder ties = new StringBuilder("[");
        for (int i = 0; i < byMass.size(); i++) {
            boolean tied = i > 0 && byMass.get(i - 1).ppm() == byMass.get(i).ppm()
                    || i + 1 < byMass.size() && byMass.get(i + 1).ppm() == byMass.get(i).ppm();
            if (tied) {
                ties.append(ties.length() == 1 ? "" : ",").append(byMass.get(i).track());
            }
        }
        Map<Long, Integer> rank = new HashMap<>();
        if (ties.length() > 1) {
            long[] ordered = Rows.numbers(h.createQuery(
                            "SELECT group_concat(id, ' ') FROM (SELECT t.id FROM json_each(?) j CROSS JOIN track t ON t.id = j.value"
                                    + " ORDER BY t.from_ms DESC, t.id DESC)")
                    .bind(0, ties.append(']').toString()));
            for (int i = 0; i < ordered.length; i++) {
                rank.put(ordered[i], i);
            }
        }
        return rank;
    }

    /** Ids of the vectors of the tracks found, ascending. */
    long[] vectors(long space) {
        long[] ids;
        if (filter.groups().isEmpty()) {
            ids = !restricted
                    ? Rows.numbers(h.createQuery("SELECT group_concat(id, ' ') FROM vector WHERE space = ?").bind(0, space))
                    : Rows.numbers(query("SELECT group_concat(v.id, ' ') FROM track t CROSS JOIN vector v INDEXED BY vector_track"
                            + " ON v.track = t.id AND v.space = " + space + " WHERE " + where));
        } else {
            ids = Rows.numbers(h.createQuery("SELECT group_concat(v.id, ' ') FROM json_each(?) j"
                            + " CROSS JOIN vector v INDEXED BY vector_track ON v.track = j.value AND v.space = ?")
                    .bind(0, Rows.json(masses().stream().mapToLong(Mass::track).toArray()))
                    .bind(1, space));
        }
        Arrays.sort(ids);
        return ids;
    }

    /** A track that passes and the sum of its masses on the groups. */
    private record Mass(long track, long ppm) {}

    private List<Mass> masses() {
        Map<String, Integer> models = new HashMap<>();
        Rows.models(h).forEach((id, ref) -> models.put(ref, id));
        Candidates candidates = restricted ? candidates() : null;
        if (candidates != null && candidates.count == 0) {
            return new ArrayList<>();
        }
        List<Map<Long, Long>> asked = new ArrayList<>();
        List<Map<Long, Long>> unasked = new ArrayList<>();
        for (LabelGroup group : filter.groups()) {
            long least = Math.round(group.minMass() * Rows.ONE);
            Map<Long, Long> best = new HashMap<>();
            group.labels().forEach((ref, labels) -> {
                Integer model = models.get(ref);
                if (model != null && !labels.isEmpty()) {
                    sum(scores(model, labels, candidates), candidates, least, best);
                }
            });
            (least > 0 ? asked : unasked).add(best);
        }
        List<Mass> masses = new ArrayList<>();
        if (asked.isEmpty()) {
            for (long track : Rows.numbers(query("SELECT group_concat(t.id, ' ') FROM track t WHERE " + where))) {
                masses.add(new Mass(track, total(track, unasked)));
            }
            return masses;
        }
        asked.sort(Comparator.comparingInt(Map::size));
        for (long track : asked.get(0).keySet()) {
            if (asked.stream().allMatch(m -> m.containsKey(track))) {
                masses.add(new Mass(track, total(track, asked) + total(track, unasked)));
            }
        }
        return masses;
    }

    private static long total(long track, List<Map<Long, Long>> maps) {
        long sum = 0;
        for (Map<Long, Long> map : maps) {
            sum += map.getOrDefault(track, 0L);
        }
        return sum;
    }

    /** The tracks that pass everything but the groups. */
    private static final class Candidates {
        final long first;
        final long last;
        final int count;
        final long[] found;
        private final BitSet ids = new BitSet(); // offset by first

        Candidates(long[] found) {
            this.found = found;
            long low = Long.MAX_VALUE;
            long high = 0;
            for (long id : found) {
                low = Math.min(low, id);
                high = Math.max(high, id);
            }
            first = low;
            last = high;
            count = found.length;
            for (long id : found) {
                ids.set(Math.toIntExact(id - low));
            }
        }

        boolean contains(long id) {
            return id >= first && id <= last && ids.get((int) (id - first));
        }
    }

    private Candidates candidates() {
        return new Candidates(Rows.numbers(query("SELECT group_concat(t.id, ' ') FROM track t WHERE " + where)));
    }

    /**
     * Packed scores of the labels. Within a label they lie in order of track id, and ids follow the order of adding, so
     * that a span of time is mostly a short run.
     */
    private long[] scores(int model, Set<Integer> labels, Candidates candidates) {
        String in = " IN (" + joined(labels) + ")";
        String packed = "SELECT group_concat((l.track << " + PPM_BITS + ") + l.ppm, ' ') FROM ";
        if (candidates != null && labels.size() * (candidates.last - candidates.first + 1) > RUN * candidates.count) {
            return Rows.numbers(h.createQuery(packed + "json_each(?) j CROSS JOIN label_score l INDEXED BY label_score_track"
                            + " ON l.track = j.value AND l.model = " + model + " AND +l.label" + in)
                    .bind(0, Rows.json(candidates.found)));
        }
        String span = candidates == null ? "" : " AND l.track BETWEEN " + candidates.first + " AND " + candidates.last;
        return Rows.numbers(query(
                packed + "label_score l WHERE l.model = " + model + " AND l.label" + in + span));
    }

    /** Adds up the scores of each candidate and keeps the larger of the sum and what {@code best} has. */
    private static void sum(long[] scores, Candidates candidates, long least, Map<Long, Long> best) {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (long score : scores) {
            first = Math.min(first, score >> PPM_BITS);
            last = Math.max(last, score >> PPM_BITS);
        }
        if (scores.length == 0) {
            return;
        }
        if (last - first >= DENSE * (long) scores.length) {
            sparse(scores, candidates, least, best);
            return;
        }
        // Ids follow the order of adding, so a field of them is mostly smaller than the scores are.
        long[] sums = new long[(int) (last - first + 1)];
        BitSet told = new BitSet(sums.length);
        for (long score : scores) {
            int at = (int) ((score >> PPM_BITS) - first);
            sums[at] += score & PPM;
            told.set(at);
        }
        for (int at = told.nextSetBit(0); at >= 0; at = told.nextSetBit(at + 1)) {
            keep(first + at, sums[at], candidates, least, best);
        }
    }

    private static void sparse(long[] scores, Candidates candidates, long least, Map<Long, Long> best) {
        Arrays.sort(scores);
        int i = 0;
        while (i < scores.length) {
            long track = scores[i] >> PPM_BITS;
            long sum = 0;
            for (; i < scores.length && scores[i] >> PPM_BITS == track; i++) {
                sum += scores[i] & PPM;
            }
            keep(track, sum, candidates, least, best);
        }
    }

    private static void keep(long track, long sum, Candidates candidates, long least, Map<Long, Long> best) {
        if (sum >= least && (candidates == null || candidates.contains(track))) {
            best.merge(track, sum, Math::max);
        }
    }

    private static String joined(Iterable<? extends Number> numbers) {
        StringBuilder text = new StringBuilder();
        for (Number n : numbers) {
            text.append(text.isEmpty() ? "" : ",").append(n);
        }
        return text.toString();
    }
}
