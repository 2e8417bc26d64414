package dev.vireo.api.catalog;

import dev.vireo.api.model.Vocabulary;

/**
 * What a model's labels mean, so that they can be read when it serves no longer.
 *
 * @param ref {@code id@version}
 * @param family DETECTOR or CLASSIFIER
 * @param vocabulary what it can name
 */
public record KnownModel(String ref, Makers.Family family, Vocabulary vocabulary) {}
