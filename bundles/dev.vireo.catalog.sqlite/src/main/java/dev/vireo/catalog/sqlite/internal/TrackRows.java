package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.model.Colour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reading of tracks with what they are part of. */
final class TrackRows {
    private static final Comparator<ColourShare> LARGEST_FIRST =
            Comparator.comparingDouble(ColourShare::fraction).reversed();

    private TrackRows() {}

    /** Whole tracks in the order of {@code ids}, each id at most once; ids that are gone are left out. */
    static List<FoundTrack> tracks(Handle h, long[] ids) {
        return tracks(h, ids, Optional.empty());
    }

    /** @param scope which labels; empty: all */
    static List<FoundTrack> tracks(Handle h, long[] ids, Optional<TrackScope> scope) {
        if (ids.length == 0) {
            return List.of();
        }
        String json = Rows.json(ids);
        boolean labelled = scope.isEmpty() || scope.get().labels();
        TrackLabels labels = new TrackLabels(h, scope);
        Map<Long, List<ColourShare>> colours = scope.isEmpty() || scope.get().colours() ? colours(h, json) : Map.of();
        Map<Long, Asset> assets = new HashMap<>();
        h.createQuery("SELECT * FROM asset WHERE id IN (SELECT t.asset FROM json_each(?) j CROSS JOIN track t ON t.id = j.value)")
                .bind(0, json)
                .map(Rows.ASSET)
                .list()
                .forEach(asset -> assets.put(asset.id(), asset));
        Map<Long, Moment> moments = new HashMap<>();
        h.createQuery("SELECT * FROM moment WHERE id IN (SELECT t.moment FROM json_each(?) j CROSS JOIN track t ON t.id = j.value)")
                .bind(0, json)
                .map(Rows.MOMENT)
                .list()
                .forEach(moment -> moments.put(moment.id(), moment));
        Map<Long, FoundTrack> found = new HashMap<>();
        h.createQuery("""
                SELECT t.id, t.moment, t.whole_frame, t.start_ms, t.end_ms, t.key_ms, t.state, t.displacement, t.observed_ms,
                    p.observations, t.quality, t.flaws, %s
                FROM json_each(?) j CROSS JOIN track t ON t.id = j.value CROSS JOIN track_path p ON p.track = t.id"""
                        .formatted(labelled ? "p.labels" : "NULL"))
                .bind(0, json)
                .map((rs, context) -> {
                    long id = rs.getLong(1);
                    Moment moment = moments.get(rs.getLong(2));
                    Track track = new Track(
                            id,
                            moment.id(),
                            rs.getInt(3) != 0,
                            rs.getLong(4),
                            rs.getLong(5),
                            rs.getLong(6),
                            new Motion(MotionState.valueOf(rs.getString(7)), rs.getDouble(8), rs.getLong(9)),
                            labelled ? labels.of(rs.getBytes(13)) : List.of(),
                            colours.getOrDefault(id, List.of()),
                            new Quality(rs.getDouble(11), Rows.flaws(rs.getString(12))),
                            Blobs.path(rs.getBytes(10)));
                    return found.put(id, new FoundTrack(assets.get(moment.asset()), moment, track));
                })
                .list();
        List<FoundTrack> ordered = new ArrayList<>(found.size());
        for (long id : ids) {
            FoundTrack track = found.remove(id);
            if (track != null) {
                ordered.add(track);
            }
        }
        return ordered;
    }

    /** By track, largest first. */
    private static Map<Long, List<ColourShare>> colours(Handle h, String json) {
        Map<Long, List<ColourShare>> colours = new HashMap<>();
        h.createQuery("SELECT c.track, c.colour, c.fraction FROM json_each(?) j"
                        + " CROSS JOIN colour_share c ON c.track = j.value")
                .bind(0, json)
                .map((rs, context) -> colours.computeIfAbsent(rs.getLong(1), k -> new ArrayList<>())
                        .add(new ColourShare(Colour.valueOf(rs.getString(2)), rs.getDouble(3))))
                .list();
        colours.values().forEach(shares -> shares.sort(LARGEST_FIRST));
        return colours;
    }
}
