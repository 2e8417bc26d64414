package dev.vireo.api.catalog;

import java.util.List;
import java.util.Set;

/**
 * Which texts to read. All parts hold together; an empty part holds always.
 *
 * @param domain the domain searched
 * @param assets only texts of these assets
 * @param captured the text was seen in one of these ranges; texts of assets without a clock are left out when set
 * @param wanted what must be found, compared as {@link dev.vireo.api.text.Wording#find} does
 */
public record TextFilter(String domain, Set<Long> assets, List<TimeRange> captured, String wanted) {
    public TextFilter {
        assets = Set.copyOf(assets);
        captured = List.copyOf(captured);
    }
}
