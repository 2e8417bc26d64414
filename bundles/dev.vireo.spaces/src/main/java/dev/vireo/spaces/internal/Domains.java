package dev.vireo.spaces.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Streams;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The domains that there are: the default one, and those that footage was added to or streams record into. */
final class Domains {
    private final Catalog catalog;
    private final Streams streams;

    Domains(Catalog catalog, Streams streams) {
        this.catalog = catalog;
        this.streams = streams;
    }

    /** @throws VireoException USER_INPUT for a name that no domain has */
    void require(String domain) {
        if (domain.equals(Catalog.DEFAULT_DOMAIN) || !catalog.assets(Optional.of(domain)).isEmpty()
                || streams.list().stream().anyMatch(s -> s.stream().domain().equals(domain))) {
            return;
        }
        Set<String> known = new TreeSet<>(Set.of(Catalog.DEFAULT_DOMAIN));
        catalog.assets(Optional.empty()).stream().map(Asset::domain).forEach(known::add);
        streams.list().forEach(s -> known.add(s.stream().domain()));
        throw new VireoException(ErrorKind.USER_INPUT,
                "there is no domain \"" + domain + "\"; those that there are: " + String.join(", ", known));
    }
}
