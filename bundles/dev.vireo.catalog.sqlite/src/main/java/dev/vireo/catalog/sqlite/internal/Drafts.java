package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.Renewals.Renewed;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Drafts of assets, and putting them in the place of what they renew. */
final class Drafts {
    /** Domain names of assets that people see never begin like this. */
    static final String DOMAIN = "~";

    private Drafts() {}

    static Optional<Long> of(Handle h, long asset) {
        return h.createQuery("SELECT draft FROM renewal_draft WHERE asset = ?").bind(0, asset).mapTo(Long.class).findOne();
    }

    static long begin(Handle h, Asset asset) {
        Optional<Long> there = of(h, asset.id());
        if (there.isPresent()) {
            return there.get();
        }
        h.createUpdate("""
                INSERT INTO asset (domain, path, sha256, bytes, kind, container, codec, width, height, duration_ms, frame_rate,
                    written_local, written_offset_s, written_source, clock_source, clock_confidence, captured_ms, state,
                    committed_ms, added_ms)
                SELECT :mark || id, path, sha256, bytes, kind, container, codec, width, height, duration_ms, frame_rate,
                    written_local, written_offset_s, written_source, clock_source, clock_confidence, captured_ms, 'INGESTING',
                    0, added_ms
                FROM asset WHERE id = :asset""")
                .bind("mark", DOMAIN)
                .bind("asset", asset.id())
                .execute();
        long draft = h.createQuery("SELECT id FROM asset WHERE domain = ?")
                .bind(0, DOMAIN + asset.id())
                .mapTo(Long.class)
                .one();
        h.createUpdate("INSERT INTO renewal_draft (asset, draft) VALUES (?, ?)").bind(0, asset.id()).bind(1, draft).execute();
        return draft;
    }

    static void discard(Handle h, long asset) {
        h.createUpdate("DELETE FROM asset WHERE id IN (SELECT draft FROM renewal_draft WHERE asset = ?)").bind(0, asset).execute();
    }

    /** Moves everything of a draft to its asset, in the place of what that had. */
    static Renewed complete(Handle h, Asset asset, long draft, Instant now) {
        Makers makers = MadeBy.of(h, draft).orElse(Makers.NONE);
        List<Moment> old = moments(h, asset.id());
        Map<List<Long>, Moment> fresh = new HashMap<>();
        List<Moment> all = moments(h, draft);
        all.forEach(m -> fresh.put(interval(m), m));
        note(h, asset, old, all, makers, now);
        int kept = 0;
        for (Moment was : old) {
            Moment is = fresh.remove(interval(was));
            if (is == null) {
                h.createUpdate("DELETE FROM moment WHERE id = ?").bind(0, was.id()).execute();
            } else {
                h.createUpdate("DELETE FROM track WHERE moment = ?").bind(0, was.id()).execute();
                h.createUpdate("DELETE FROM seen_text WHERE moment = ?").bind(0, was.id()).execute();
                h.createUpdate("UPDATE track SET moment = ? WHERE moment = ?").bind(0, was.id()).bind(1, is.id()).execute();
                h.createUpdate("UPDATE seen_text SET moment = ? WHERE moment = ?").bind(0, was.id()).bind(1, is.id()).execute();
                h.createUpdate("UPDATE moment SET key_ms = ? WHERE id = ?").bind(0, is.keyMs()).bind(1, was.id()).execute();
                h.createUpdate("DELETE FROM moment WHERE id = ?").bind(0, is.id()).execute();
                kept++;
            }
        }
        h.createUpdate("UPDATE moment SET asset = ? WHERE asset = ?").bind(0, asset.id()).bind(1, draft).execute();
        // Its clock may have been corrected since the draft was begun.
        h.createUpdate("UPDATE track SET asset = :asset, from_ms = :start + start_ms, to_ms = :start + end_ms WHERE asset = :draft")
                .bind("asset", asset.id())
                .bind("start", asset.clock().start().map(Instant::toEpochMilli).orElse(null))
                .bind("draft", draft)
                .execute();
        MadeBy.put(h, asset.id(), makers);
        h.createUpdate("DELETE FROM renewal_failure WHERE asset = ?").bind(0, asset.id()).execute();
        discard(h, asset.id());
        return new Renewed(kept, fresh.size(), old.size() - kept);
    }

    private static List<Moment> moments(Handle h, long asset) {
        return h.createQuery("SELECT * FROM moment WHERE asset = ? ORDER BY start_ms, id").bind(0, asset).map(Rows.MOMENT).list();
    }

    private static List<Long> interval(Moment moment) {
        return List.of(moment.startMs(), moment.endMs());
    }

    /** Remembers of what goes what shows its footage now. */
    private static void note(Handle h, Asset asset, List<Moment> old, List<Moment> fresh, Makers makers, Instant now) {
        String why = "its footage was looked at again with " + makers.detectors().stream().collect(Collectors.joining(" and "));
        for (Moment was : old) {
            Optional<Moment> shows = shows(was, fresh);
            boolean stays = shows.map(s -> interval(s).equals(interval(was))).orElse(false);
            String reason = why + shows.map(s -> "; m" + (stays ? was.id() : s.id()) + " shows it now").orElse("");
            long[] tracks = Rows.numbers(
                    h.createQuery("SELECT group_concat(id, ' ') FROM track WHERE moment = ?").bind(0, was.id()));
            Removals.note(h, Removal.Kind.TRACK, tracks, asset, reason, now);
            if (!stays) {
                Removals.note(h, Removal.Kind.MOMENT, new long[] {was.id()}, asset, reason, now);
            }
        }
    }

    /** The moment that has most of the footage of another; for a picture its only one. */
    private static Optional<Moment> shows(Moment was, List<Moment> fresh) {
        return fresh.stream().reduce((a, b) -> common(was, b) > common(was, a) ? b : a);
    }

    private static long common(Moment a, Moment b) {
        return Math.min(a.endMs(), b.endMs()) - Math.max(a.startMs(), b.startMs());
    }
}
