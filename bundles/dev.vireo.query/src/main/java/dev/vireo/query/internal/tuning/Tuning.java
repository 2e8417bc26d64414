package dev.vireo.query.internal.tuning;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Every number that decides about an answer. None was fitted to footage; where each comes from stands with it. */
@ObjectClassDefinition(name = "Vireo query engine", description = "When something counts as found")
public @interface Tuning {
    /** Even odds: a claim is made when it is more probable than not. A number is claimed when each decision it rests on is (ADR 0011). */
    @AttributeDefinition(min = "0.05", max = "0.99",
            description = "A hit's smallest probability, 0 to 1; of a number, that of its weakest decision")
    double answer_probability() default 0.5;

    /** Odds of one to four. */
    @AttributeDefinition(min = "0", max = "0.5", description = "Below this probability a condition is not met; above it, unsure")
    double unsure_probability() default 0.2;

    @AttributeDefinition(min = "0", max = "0.5", description = "Smallest label mass of a track to be looked at as a candidate")
    double candidate_mass() default 0.05;

    /** See {@code picture_bias}. */
    @AttributeDefinition(min = "0.1", max = "10", description = "Slope of a detector's score in a picture to its probability, both as log odds")
    double picture_scale() default 2;

    /**
     * A detector of the Quality Focal Loss scores label and box at once (Li 2020), so a thing that is surely there but whose
     * box is loose scores low. Both numbers are Platt's (1999), fitted on made pictures and kept mild (ADR 0011).
     */
    @AttributeDefinition(min = "-5", max = "5", description = "Log odds added to a detector's score in a picture")
    double picture_bias() default 1.1;

    /** Equal weights are the choice when there are no labelled data to learn them from (log-linear pool). */
    @AttributeDefinition(min = "0", max = "10", description = "Weight of a detector's word in the pool")
    double detector_weight() default 1;

    @AttributeDefinition(min = "0", max = "10", description = "Weight of a classifier's word in the pool")
    double classifier_weight() default 1;

    @AttributeDefinition(min = "100", max = "100000", description = "Most candidates judged for one question")
    int max_candidates() default 2000;

    @AttributeDefinition(min = "0", max = "60000", description = "A count must hold this long in a video to be believed [ms]")
    long count_hold_ms() default 500;

    /** Measured in docs/quality.md: both kinds help where no label covers the question, and cost where one does. */
    @AttributeDefinition(description = "When rerankers that read sentences are asked: NEVER, FREE (when words are outside the labels) or ALWAYS")
    RerankUse rerank_sentences() default RerankUse.FREE;

    @AttributeDefinition(description = "When rerankers that read measures are asked: NEVER, FREE or ALWAYS")
    RerankUse rerank_measures() default RerankUse.FREE;

    @AttributeDefinition(min = "0", max = "60000",
            description = "How long after a question came all its rerankers must be done; past it the order is that of the evidence [ms]")
    int rerank_ms() default 120;

    @AttributeDefinition(min = "2", max = "1000", description = "How many of the first hits, and of the first near misses, are reranked")
    int rerank_depth() default 10;

    @AttributeDefinition(min = "0", max = "2000",
            description = "How many of the newest questions that read a space are kept, their words alone, for comparing a new space"
                    + " with what serves; 0 keeps none and forgets those of before")
    int sampled_questions() default 200;

    @AttributeDefinition(description = "Whether questions of every kind are asked after a start, at half of one processor, so that people's"
            + " first questions take no longer than later ones")
    boolean warm_up() default true;
}
