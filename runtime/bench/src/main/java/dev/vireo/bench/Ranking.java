package dev.vireo.bench;

import java.util.List;
import java.util.Set;

/** How good a ranked list is. */
final class Ranking {
    private Ranking() {}

    /**
     * Average precision: the mean, over all relevant items, of the precision at the rank of each; an item that is not in
     * the list counts 0 (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 8.4).
     */
    static double averagePrecision(List<String> ranked, Set<String> relevant) {
        if (relevant.isEmpty()) {
            throw new IllegalArgumentException("average precision needs at least one relevant item");
        }
        double sum = 0;
        int found = 0;
        for (int i = 0; i < ranked.size(); i++) {
            if (relevant.contains(ranked.get(i))) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        return sum / relevant.size();
    }

    /** Share of relevant items among the first k; a shorter list counts as filled with wrong ones. */
    static double precisionAt(int k, List<String> ranked, Set<String> relevant) {
        return ranked.stream().limit(k).filter(relevant::contains).count() / (double) k;
    }
}
