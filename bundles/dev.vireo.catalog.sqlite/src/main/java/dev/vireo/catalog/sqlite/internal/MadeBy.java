package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Makers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Which models made the results of an asset, as one text. */
final class MadeBy {
    private static final String MODEL = "\u001f";
    private static final String FAMILY = "\u001e";

    private MadeBy() {}

    static String text(Makers makers) {
        return String.join(FAMILY, List.of(
                String.join(MODEL, makers.detectors()), String.join(MODEL, makers.classifiers()), String.join(MODEL, makers.readers())));
    }

    static Makers makers(String text) {
        String[] families = text.split(FAMILY, -1);
        return new Makers(refs(families[0]), refs(families[1]), refs(families[2]));
    }

    private static Set<String> refs(String family) {
        return family.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(family.split(MODEL)));
    }

    static Optional<Makers> of(Handle h, long asset) {
        return h.createQuery("SELECT makers FROM made_by WHERE asset = ?")
                .bind(0, asset)
                .mapTo(String.class)
                .findOne()
                .map(MadeBy::makers);
    }

    /** Adds to those that are known; what nobody tells changes nothing. */
    static void add(Handle h, long asset, Makers makers) {
        if (makers.equals(Makers.NONE)) {
            return;
        }
        Optional<Makers> known = of(h, asset);
        Makers all = known.map(makers::and).orElse(makers);
        if (!known.equals(Optional.of(all))) {
            put(h, asset, all);
        }
    }

    static void put(Handle h, long asset, Makers makers) {
        h.createUpdate("INSERT OR REPLACE INTO made_by (asset, makers) VALUES (?, ?)")
                .bind(0, asset)
                .bind(1, text(makers))
                .execute();
    }
}
