package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.CaptureTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writing of assets. */
final class Assets {
    private Assets() {}

    /** Adds an asset; nothing happens when these bytes are there in its domain. */
    static void insert(Handle h, NewAsset asset, AssetState state, Instant now) {
        Optional<CaptureTime> written = asset.info().clock();
        h.createUpdate("""
                INSERT INTO asset (domain, path, sha256, bytes, kind, container, codec, width, height, duration_ms,
                    frame_rate, written_local, written_offset_s, written_source, clock_source, clock_confidence,
                    captured_ms, state, committed_ms, added_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                ON CONFLICT (domain, sha256) DO NOTHING""")
                .bind(0, asset.domain())
                .bind(1, asset.path())
                .bind(2, asset.sha256())
                .bind(3, asset.bytes())
                .bind(4, asset.info().kind().name())
                .bind(5, asset.info().container())
                .bind(6, asset.info().codec())
                .bind(7, asset.info().width())
                .bind(8, asset.info().height())
                .bind(9, asset.info().durationMs())
                .bind(10, asset.info().frameRate())
                .bind(11, written.map(w -> w.local().toString()).orElse(null))
                .bind(12, written.flatMap(CaptureTime::offset).map(ZoneOffset::getTotalSeconds).orElse(null))
                .bind(13, written.map(w -> w.source().name()).orElse(null))
                .bind(14, asset.clock().source().name())
                .bind(15, asset.clock().confidence())
                .bind(16, asset.clock().start().map(Assets::millis).orElse(null))
                .bind(17, state.name())
                .bind(18, now.toEpochMilli())
                .execute();
    }

    private static long millis(Instant start) {
        try {
            return start.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "capture time " + start + " is too far from today; give one that a camera can have", e);
        }
    }
}
