package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.LabelGroup;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.TrackFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL of a track filter. Numbers are written into the statement, text is always bound.
 *
 * <p>Label mass is summed in one of two orders: over the runs of a group's labels, or over the labels of each track that
 * passes the other conditions. The second is chosen when those conditions leave few tracks.
 */
final class TrackSearch {
    /** Summing by track reads about as many rows as a track has labels, summing by label sorts what it reads. */
    private static final double SELECTIVE = 0.3;

    private final List<String> tables = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> masses = new ArrayList<>();
    private final String domain;

    private TrackSearch(String domain) {
        this.domain = domain;
    }

    static TrackSearch of(Handle h, TrackFilter filter) {
        TrackSearch search = new TrackSearch(filter.domain());
        search.conditions.add("t.asset IN (SELECT id FROM asset WHERE domain = :domain)");
        if (!filter.assets().isEmpty()) {
            search.conditions.add("t.asset IN (" + joined(filter.assets()) + ")");
        }
        if (!filter.captured().isEmpty()) {
            search.conditions.add(filter.captured().stream()
                    .map(TrackSearch::overlaps)
                    .collect(Collectors.joining(" OR ", "(", ")")));
        }
        filter.state().ifPresent(s -> search.conditions.add("t.state = '" + s.name() + "'"));
        filter.wholeFrame().ifPresent(w -> search.conditions.add("t.whole_frame = " + (w ? 1 : 0)));
        if (!filter.colours().isEmpty()) {
            String names = filter.colours().stream().map(c -> "'" + c.name() + "'").collect(Collectors.joining(","));
            search.conditions.add("coalesce((SELECT sum(c.fraction) FROM colour_share c WHERE c.track = t.id AND c.colour IN ("
                    + names + ")), 0) >= " + filter.minFraction());
        }
        if (!filter.groups().isEmpty()) {
            search.addGroups(h, filter.groups());
        }
        return search;
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

    private void addGroups(Handle h, List<LabelGroup> groups) {
        Map<String, Integer> models = new HashMap<>();
        Rows.models(h).forEach((id, ref) -> models.put(ref, id));
        boolean byTrack = fewTracks(h);
        int g = 0;
        for (LabelGroup group : groups) {
            List<String> sums = new ArrayList<>();
            group.labels().forEach((ref, labels) -> {
                Integer model = models.get(ref);
                if (model != null && !labels.isEmpty()) {
                    sums.add(byTrack ? ofTrack(model, joined(labels)) : ofLabels(model, joined(labels), group.minMass()));
                }
            });
            if (sums.isEmpty()) {
                // a model that never spoke gives no mass
                masses.add("0.0");
                conditions.add(0 >= group.minMass() ? "1" : "0");
            } else if (byTrack) {
                String mass = sums.size() == 1 ? sums.get(0) : "max(" + String.join(", ", sums) + ")";
                masses.add(mass);
                conditions.add(mass + " >= " + group.minMass());
            } else if (group.minMass() <= 0) {
                // everything passes, also tracks without any of the labels
                tables.add("LEFT JOIN (SELECT track, max(mass) AS mass FROM (" + String.join(" UNION ALL ", sums)
                        + ") GROUP BY track) g" + g + " ON g" + g + ".track = t.id");
                masses.add("coalesce(g" + g + ".mass, 0.0)");
            } else {
                tables.add("JOIN (SELECT track, max(mass) AS mass FROM (" + String.join(" UNION ALL ", sums)
                        + ") GROUP BY track) g" + g + " ON g" + g + ".track = t.id");
                masses.add("g" + g + ".mass");
            }
            g++;
        }
    }

    private static String ofTrack(int model, String labels) {
        return "coalesce((SELECT sum(l.probability) FROM label_score l INDEXED BY label_score_track WHERE l.track = t.id"
                + " AND l.model = " + model + " AND l.label IN (" + labels + ")), 0.0)";
    }

    private static String ofLabels(int model, String labels, double minMass) {
        return "SELECT track, sum(probability) AS mass FROM label_score WHERE model = " + model + " AND label IN (" + labels
                + ") GROUP BY track" + (minMass > 0 ? " HAVING sum(probability) >= " + minMass : "");
    }

    private boolean fewTracks(Handle h) {
        long all = h.createQuery("SELECT count(*) FROM track").mapTo(Long.class).one();
        long most = (long) (all * SELECTIVE);
        return query(h, "SELECT count(*) FROM (SELECT 1 FROM track t WHERE " + where() + " LIMIT " + (most + 1) + ")")
                        .mapTo(Long.class)
                        .one()
                <= most;
    }

    private String where() {
        return String.join(" AND ", conditions);
    }

    private Query query(Handle h, String sql) {
        return h.createQuery(sql).bind("domain", domain);
    }

    /** Ids of the tracks found, those with the largest mass first, then the newest. */
    long[] tracks(Handle h, int limit) {
        String mass = masses.isEmpty() ? "" : String.join(" + ", masses) + " DESC, ";
        return Rows.ids(query(
                h,
                "SELECT group_concat(id, ' ') FROM (SELECT t.id AS id FROM track t " + String.join(" ", tables) + " WHERE "
                        + where() + " ORDER BY " + mass + "t.from_ms DESC, t.id DESC LIMIT " + limit + ")"));
    }

    /** Ids of the vectors of the tracks found, ascending. */
    long[] vectors(Handle h, long space) {
        long[] ids = Rows.ids(query(
                h,
                "SELECT group_concat(v.id, ' ') FROM track t " + String.join(" ", tables)
                        + " CROSS JOIN vector v INDEXED BY vector_track ON v.track = t.id AND v.space = " + space + " WHERE "
                        + where()));
        java.util.Arrays.sort(ids);
        return ids;
    }

    private static String joined(Iterable<? extends Number> numbers) {
        StringBuilder text = new StringBuilder();
        for (Number n : numbers) {
            text.append(text.isEmpty() ? "" : ",").append(n);
        }
        return text.toString();
    }
}
