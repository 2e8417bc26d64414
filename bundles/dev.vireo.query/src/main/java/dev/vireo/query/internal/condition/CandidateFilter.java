package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.CatalogStatus;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.model.Colour;
import dev.vireo.query.internal.noun.Target;
import dev.vireo.query.internal.time.TimeSpec;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the checks of a question tell the catalogue to filter by. */
public final class CandidateFilter {
    private final Catalog catalog;
    private final ZoneId zone;

    Optional<Target> subject = Optional.empty();
    /** Whether hits are stretches of moments, not tracks. */
    boolean counting;
    /** Whether something is asked that only single objects have. */
    boolean attributes;
    /** Whether nothing at all can pass. */
    boolean impossible;
    Set<Long> assets = Set.of();
    List<TimeRange> captured = List.of();
    Set<Colour> colours = Set.of();
    Optional<MotionState> state = Optional.empty();
    /** Texts of which one must be read. */
    final List<String> wanted = new ArrayList<>();

    public CandidateFilter(Catalog catalog, ZoneId zone) {
        this.catalog = catalog;
        this.zone = zone;
    }

    /** Only sources that have the zone. */
    void zone(ZonePlace zone) {
        Set<Long> with = catalog.assets(Optional.empty()).stream()
                .filter(zone::covers)
                .map(Asset::id)
                .collect(Collectors.toSet());
        assets = assets.isEmpty() ? with : assets.stream().filter(with::contains).collect(Collectors.toSet());
        impossible |= assets.isEmpty();
    }

    void seen(TimeSpec time) {
        CatalogStatus status = catalog.status();
        if (status.firstCaptured().isEmpty() || status.lastCaptured().isEmpty()) {
            impossible = true;
            return;
        }
        Optional<List<TimeRange>> ranges =
                time.pushdown(status.firstCaptured().get(), status.lastCaptured().get().plusSeconds(1), zone);
        ranges.ifPresent(list -> captured = list);
        impossible |= ranges.isPresent() && ranges.get().isEmpty();
    }

    public Optional<Target> subject() {
        return subject;
    }

    public boolean counting() {
        return counting;
    }

    public boolean attributes() {
        return attributes;
    }

    public boolean impossible() {
        return impossible;
    }

    public Set<Long> assets() {
        return assets;
    }

    public List<TimeRange> captured() {
        return captured;
    }

    public Set<Colour> colours() {
        return colours;
    }

    public Optional<MotionState> state() {
        return state;
    }

    public List<String> wanted() {
        return wanted;
    }
}
