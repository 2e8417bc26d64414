package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.NewZone;
import dev.vireo.api.catalog.Zone;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Zones in memory. */
final class FakeZones implements Zones {
    private final List<Zone> zones = new CopyOnWriteArrayList<>();
    private final AtomicLong last = new AtomicLong();

    @Override
    public Zone add(NewZone zone) {
        if (zone.name().isBlank()) {
            throw new VireoException(ErrorKind.USER_INPUT, "the name of a zone is empty; it needs 1 to 60 characters");
        }
        Zone added = new Zone(last.incrementAndGet(), zone.domain(), zone.source(), zone.name(), zone.polygon());
        zones.add(added);
        return added;
    }

    @Override
    public List<Zone> zones(Optional<String> domain) {
        return zones.stream().filter(z -> domain.map(z.domain()::equals).orElse(true)).toList();
    }

    @Override
    public void delete(long id) {
        if (!zones.removeIf(z -> z.id() == id)) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no zone z" + id);
        }
    }
}
