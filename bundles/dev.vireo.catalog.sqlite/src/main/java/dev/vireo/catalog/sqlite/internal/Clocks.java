package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.media.ClockSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The clocks of an asset: the one that is used and those that were offered. */
final class Clocks {
    private Clocks() {}

    static void offer(Handle h, Asset asset, OfferedClock offered) {
        Clock used = asset.clock();
        if (offered.clock().confidence() <= used.confidence() || offered.clock().source() == used.source()) {
            note(h, asset.id(), offered);
            return;
        }
        if (used.start().isPresent()) {
            note(h, asset.id(), new OfferedClock(used, "used before"));
        }
        h.createUpdate("DELETE FROM offered_clock WHERE asset = ? AND source = ?")
                .bind(0, asset.id())
                .bind(1, offered.clock().source().name())
                .execute();
        long start = offered.clock().start().orElseThrow().toEpochMilli();
        h.createUpdate("UPDATE asset SET clock_source = ?, clock_confidence = ?, captured_ms = ? WHERE id = ?")
                .bind(0, offered.clock().source().name())
                .bind(1, offered.clock().confidence())
                .bind(2, start)
                .bind(3, asset.id())
                .execute();
        h.createUpdate("UPDATE track SET from_ms = ? + start_ms, to_ms = ? + end_ms WHERE asset = ?")
                .bind(0, start)
                .bind(1, start)
                .bind(2, asset.id())
                .execute();
    }

    private static void note(Handle h, long asset, OfferedClock offered) {
        h.createUpdate("INSERT OR REPLACE INTO offered_clock (asset, source, confidence, start_ms, told) VALUES (?, ?, ?, ?, ?)")
                .bind(0, asset)
                .bind(1, offered.clock().source().name())
                .bind(2, offered.clock().confidence())
                .bind(3, offered.clock().start().orElseThrow().toEpochMilli())
                .bind(4, offered.told())
                .execute();
    }

    static List<OfferedClock> offered(Handle h, long asset) {
        return h.createQuery("SELECT source, confidence, start_ms, told FROM offered_clock WHERE asset = ? ORDER BY confidence DESC, source")
                .bind(0, asset)
                .map((rs, context) -> new OfferedClock(
                        new Clock(ClockSource.valueOf(rs.getString(1)), rs.getDouble(2),
                                Optional.of(Instant.ofEpochMilli(rs.getLong(3)))),
                        rs.getString(4)))
                .list();
    }
}
