package dev.vireo.query.internal.noun;

import dev.vireo.api.model.Vocabulary;

/**
 * A model by whose vocabulary labels are read: it is live, or its results still answer.
 *
 * @param ref {@code id@version}
 * @param detector true when its label probabilities are independent (detector), false when they sum to 1 (classifier)
 * @param vocabulary what it can name
 */
public record LiveModel(String ref, boolean detector, Vocabulary vocabulary) {}
