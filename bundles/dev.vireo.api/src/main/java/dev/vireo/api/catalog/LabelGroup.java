package dev.vireo.api.catalog;

import java.util.Map;
import java.util.Set;

/**
 * Labels that one noun of a question means.
 *
 * @param labels label indexes by model {@code id@version}
 * @param minMass a track belongs when, for at least one model, the probabilities of the group's labels sum to this
 */
public record LabelGroup(Map<String, Set<Integer>> labels, double minMass) {}
