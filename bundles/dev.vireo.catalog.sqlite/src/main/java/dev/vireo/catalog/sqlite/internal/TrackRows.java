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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        List<Track> tracks = alone(h, ids, scope);
        if (tracks.isEmpty()) {
            return List.of();
        }
        Map<Long, Moment> moments = new HashMap<>();
        tracks.forEach(track -> moments.put(track.moment(), null));
        Map<Long, Asset> assets = new HashMap<>();
        h.createQuery("SELECT m.* FROM json_each(?) j CROSS JOIN moment m ON m.id = j.value")
                .bind(0, Rows.json(sorted(moments.keySet())))
                .map(Rows.MOMENT)
                .list()
                .forEach(moment -> {
                    moments.put(moment.id(), moment);
                    assets.put(moment.asset(), null);
                });
        h.createQuery("SELECT a.* FROM json_each(?) j CROSS JOIN asset a ON a.id = j.value")
                .bind(0, Rows.json(sorted(assets.keySet())))
                .map(Rows.ASSET)
                .list()
                .forEach(asset -> assets.put(asset.id(), asset));
        return tracks.stream()
                .map(track -> {
                    Moment moment = moments.get(track.moment());
                    return new FoundTrack(assets.get(moment.asset()), moment, track);
                })
                .toList();
    }

    /** The same without what they are part of. */
    static List<Track> alone(Handle h, long[] ids, Optional<TrackScope> scope) {
        if (ids.length == 0) {
            return List.of();
        }
        long[] sorted = ids.clone();
        Arrays.sort(sorted); // what was added together lies together
        String json = Rows.json(sorted);
        boolean labelled = scope.isEmpty() || scope.get().labels();
        TrackLabels labels = labelled ? new TrackLabels(h, scope) : null;
        Map<Long, List<ColourShare>> colours = scope.isEmpty() || scope.get().colours() ? colours(h, json) : Map.of();
        Map<Long, Track> found = new HashMap<>();
        h.createQuery("""
                SELECT t.id, t.moment, t.whole_frame, t.start_ms, t.end_ms, t.key_ms, t.state, t.displacement, t.observed_ms,
                    p.observations, t.quality, t.flaws, %s
                FROM json_each(?) j CROSS JOIN track t ON t.id = j.value CROSS JOIN track_path p ON p.track = t.id"""
                        .formatted(labelled ? "p.labels" : "NULL"))
                .bind(0, json)
                .map((rs, context) -> {
                    long id = rs.getLong(1);
                    Track track = new Track(
                            id,
                            rs.getLong(2),
                            rs.getInt(3) != 0,
                            rs.getLong(4),
                            rs.getLong(5),
                            rs.getLong(6),
                            new Motion(MotionState.valueOf(rs.getString(7)), rs.getDouble(8), rs.getLong(9)),
                            labelled ? labels.of(rs.getBytes(13)) : List.of(),
                            colours.getOrDefault(id, List.of()),
                            new Quality(rs.getDouble(11), Rows.flaws(rs.getString(12))),
                            Blobs.path(rs.getBytes(10)));
                    return found.put(id, track);
                })
                .list();
        List<Track> ordered = new ArrayList<>(found.size());
        for (long id : ids) {
            Track track = found.remove(id);
            if (track != null) {
                ordered.add(track);
            }
        }
        return ordered;
    }

    private static long[] sorted(Set<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).sorted().toArray();
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
