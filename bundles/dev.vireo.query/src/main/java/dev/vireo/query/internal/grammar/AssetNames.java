package dev.vireo.query.internal.grammar;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.query.internal.language.Tokenizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Assets by the names that people call them: file name, file name without ending, folder. Read when first needed. */
public final class AssetNames {
    private final Catalog catalog;
    private final String domain;
    private Map<String, Set<Long>> names;

    public AssetNames(Catalog catalog, String domain) {
        this.catalog = catalog;
        this.domain = domain;
    }

    /** @param name in normal form */
    public Set<Long> named(String name) {
        if (names == null) {
            names = new HashMap<>();
            for (Asset asset : catalog.assets(Optional.of(domain))) {
                String path = Tokenizer.normal(asset.path()).replace('\\', '/');
                List<String> parts = List.of(path.split("/"));
                String file = parts.isEmpty() ? path : parts.get(parts.size() - 1);
                put(file, asset.id());
                put(path, asset.id());
                int dot = file.lastIndexOf('.');
                if (dot > 0) {
                    put(file.substring(0, dot), asset.id());
                }
                if (parts.size() > 1) {
                    put(parts.get(parts.size() - 2), asset.id());
                }
            }
        }
        return names.getOrDefault(name, Set.of());
    }

    private void put(String name, long asset) {
        if (!name.isBlank()) {
            names.computeIfAbsent(name, k -> new HashSet<>()).add(asset);
        }
    }
}
