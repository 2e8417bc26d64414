package dev.vireo.query.internal.ranking;

import dev.vireo.api.query.Hit;
import java.util.List;

/** What is shown, best first. */
public record Ranking(List<Hit> hits, List<Hit> nearMisses) {}
