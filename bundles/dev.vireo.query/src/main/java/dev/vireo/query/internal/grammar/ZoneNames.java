package dev.vireo.query.internal.grammar;

import dev.vireo.api.catalog.Zone;
import dev.vireo.query.internal.condition.ZonePlace;
import dev.vireo.query.internal.language.Token;
import dev.vireo.query.internal.language.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Zones of a domain by their names, and a name that begins at a token. */
public final class ZoneNames {
    private static final int LONGEST = 12;
    private static final Set<String> ARTICLES = Set.of("the", "a", "an", "this", "that", "our");

    private final Map<String, List<Zone>> byName = new LinkedHashMap<>();

    public ZoneNames(List<Zone> zones) {
        for (Zone zone : zones) {
            byName.computeIfAbsent(Tokenizer.normal(zone.name()), k -> new ArrayList<>()).add(zone);
        }
    }

    /** @param to one past its last token */
    record Found(int to, ZonePlace place) {}

    /** The longest name, with an article before it, that begins at a token. */
    Optional<Found> at(Reading r, int token) {
        int from = token;
        while (from < r.tokens.size() && r.tokens.get(from).type() == Token.Type.WORD && ARTICLES.contains(r.tokens.get(from).text())) {
            from++;
        }
        Found longest = null;
        for (int to = from + 1; to <= Math.min(r.tokens.size(), from + LONGEST) && !byName.isEmpty(); to++) {
            Token only = r.tokens.get(from);
            String name = to == from + 1 && only.type() == Token.Type.NAME ? only.text() : Tokenizer.normal(r.slice(from, to));
            List<Zone> zones = byName.get(name);
            if (zones != null) {
                longest = new Found(to, new ZonePlace(zones.get(0).name(), zones));
            }
        }
        return Optional.ofNullable(longest);
    }

    /** All names, for a question back. */
    List<String> names() {
        return byName.values().stream().map(z -> z.get(0).name()).toList();
    }
}
