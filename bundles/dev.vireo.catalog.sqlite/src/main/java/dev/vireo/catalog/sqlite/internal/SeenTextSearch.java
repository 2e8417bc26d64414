package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.FoundText;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.TextFilter;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.text.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Answers a text filter on one snapshot: FTS5 proposes, {@link Wording} decides. */
final class SeenTextSearch {
    /** Most texts that share half of what is wanted and are compared with it, the newest. */
    private static final int MOST_NEAR = 20_000;

    private final Handle h;
    private final TextFilter filter;
    private final Wording wanted;
    private final String where;

    SeenTextSearch(Handle h, TextFilter filter) {
        this.h = h;
        this.filter = filter;
        this.wanted = Wording.of(filter.wanted());
        List<String> conditions = new ArrayList<>();
        conditions.add("a.domain = :domain");
        if (!filter.assets().isEmpty()) {
            conditions.add("a.id IN (" + filter.assets().stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
        }
        if (!filter.captured().isEmpty()) {
            conditions.add(filter.captured().stream()
                    .map(SeenTextSearch::overlaps)
                    .collect(Collectors.joining(" OR ", "(", ")")));
        }
        this.where = String.join(" AND ", conditions);
    }

    /** As {@link TrackSearch} does for tracks. */
    private static String overlaps(TimeRange range) {
        long from = clamp(range.from());
        long to = clamp(range.to());
        return "(a.captured_ms + s.start_ms < " + to + " AND (a.captured_ms + s.end_ms > " + from
                + " OR a.captured_ms + s.start_ms >= " + from + "))";
    }

    private static long clamp(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE + 1 : Long.MAX_VALUE;
        }
    }

    private record Hit(long id, long frame, SeenText text, Wording.Match match) {}

    List<FoundText> texts(int limit) {
        List<Hit> hits = new ArrayList<>(hits(TextGrams.exactly(wanted), -1));
        Set<Long> exact = new HashSet<>();
        hits.forEach(hit -> exact.add(hit.id()));
        hits(TextGrams.nearly(wanted), MOST_NEAR).stream().filter(hit -> !exact.contains(hit.id())).forEach(hits::add);
        List<Hit> best = hits.stream()
                .sorted(Comparator.comparing(Hit::match)
                        .thenComparing(hit -> -hit.text().probability())
                        .thenComparing(hit -> -hit.id()))
                .limit(limit)
                .toList();
        Map<Long, FoundTrack> frames = new HashMap<>();
        TrackRows.tracks(h, best.stream().mapToLong(Hit::frame).distinct().toArray())
                .forEach(track -> frames.put(track.track().id(), track));
        return best.stream()
                .map(hit -> new FoundText(frames.get(hit.frame()), hit.text(), hit.match()))
                .toList();
    }

    private List<Hit> hits(String expression, int limit) {
        if (expression.isEmpty()) {
            return List.of();
        }
        Query query = h.createQuery("""
                SELECT s.text, s.x, s.y, s.w, s.h, s.start_ms, s.end_ms, s.ppm, m.ref, s.id, t.id
                FROM seen_text_grams g JOIN seen_text s ON s.id = g.rowid JOIN moment o ON o.id = s.moment
                    JOIN asset a ON a.id = o.asset JOIN model m ON m.id = s.model
                    JOIN track t ON t.moment = o.id AND t.whole_frame = 1
                WHERE g.grams MATCH :grams AND\s""" + where + " ORDER BY s.id DESC LIMIT " + limit);
        return query.bind("grams", expression)
                .bind("domain", filter.domain())
                .map((rs, context) -> {
                    SeenText text = Rows.text(rs);
                    Optional<Wording.Match> match = Wording.of(text.text()).find(wanted);
                    return match.isEmpty() ? null : new Hit(rs.getLong(10), rs.getLong(11), text, match.get());
                })
                .collect(Collectors.filtering(hit -> hit != null, Collectors.toList()));
    }
}
