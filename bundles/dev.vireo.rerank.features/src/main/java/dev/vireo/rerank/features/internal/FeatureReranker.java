package dev.vireo.rerank.features.internal;

import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.rerank.Measure;
import dev.vireo.api.rerank.RerankCandidate;
import dev.vireo.api.rerank.RerankRequest;
import dev.vireo.api.rerank.Reranker;
import dev.vireo.api.rerank.Reranking;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The probability that a candidate answers, from its measures: log-odds of the evidence, corrected by what the evidence
 * does not know (size, colour share), and shrunk towards even odds when the view was short or poor.
 *
 * <p>{@code logit = trust · (bias + scale · logit(p) + area · ln(area / 0.1) + colour · (share − 0.5))}, where
 * {@code trust = quality · seconds / (seconds + prior)}. What was not measured changes nothing.
 */
@Component(service = {Reranker.class, Provider.class}, configurationPid = "dev.vireo.rerank.features")
@Designate(ocd = FeatureReranker.Config.class)
public final class FeatureReranker implements Reranker {
    /** Where the weights come from: ADR 0020. */
    @ObjectClassDefinition(name = "Vireo feature reranker")
    public @interface Config {
        @AttributeDefinition(min = "-10", max = "10", description = "Log-odds added to all")
        double bias() default 0;

        @AttributeDefinition(min = "0", max = "10", description = "Factor of the evidence's log-odds")
        double probability_weight() default 1;

        @AttributeDefinition(min = "-10", max = "10", description = "Log-odds for each factor of e in the share of the frame that the object covers")
        double area_weight() default 0.2;

        /** The evidence knows whether the share suffices, not by how much: worth a quarter of a log-odd either way. */
        @AttributeDefinition(min = "-10", max = "10", description = "Log-odds between nothing and all of the object in the colour asked for")
        double colour_weight() default 0.5;

        /** A label averaged over n looks errs by 1/√n; a second holds the two to ten looks that a claim should rest on. */
        @AttributeDefinition(min = "0", max = "60", description = "Length of a track in video at which half of its evidence is believed [s]")
        double prior_s() default 0.5;
    }

    private static final double MEDIUM_AREA = 0.1;
    /** Candidates between two looks at the clock. */
    private static final int STRIDE = 256;

    private final Config config;

    @Activate
    public FeatureReranker(Config config) {
        this.config = config;
    }

    @Override
    public ProviderInfo info() {
        return new ProviderInfo("features", "1.0.0", "Calibrated features");
    }

    @Override
    public Reads reads() {
        return Reads.MEASURES;
    }

    @Override
    public Reranking rerank(RerankRequest request) {
        long begin = System.nanoTime();
        long budget = request.budget().toNanos();
        Map<Long, Double> scores = HashMap.newHashMap(request.candidates().size());
        for (RerankCandidate candidate : request.candidates()) {
            if (scores.size() % STRIDE == 0 && System.nanoTime() - begin >= budget) {
                return new Reranking(scores, false);
            }
            scores.put(candidate.id(), probability(candidate.measures()));
        }
        return new Reranking(scores, true);
    }

    private double probability(Map<Measure, Double> measures) {
        double evidence = Math.clamp(measures.getOrDefault(Measure.PROBABILITY, 0.5), 1e-6, 1 - 1e-6);
        double logit = config.bias() + config.probability_weight() * Math.log(evidence / (1 - evidence));
        if (measures.containsKey(Measure.AREA)) {
            logit += config.area_weight() * Math.log(Math.max(1e-4, measures.get(Measure.AREA)) / MEDIUM_AREA);
        }
        if (measures.containsKey(Measure.COLOUR)) {
            logit += config.colour_weight() * (measures.get(Measure.COLOUR) - 0.5);
        }
        double seconds = measures.getOrDefault(Measure.SECONDS, 0.0);
        double trust = measures.getOrDefault(Measure.QUALITY, 1.0);
        if (seconds > 0) { // a picture is one look by nature
            trust *= seconds / (seconds + config.prior_s());
        }
        return 1 / (1 + Math.exp(-trust * logit));
    }
}
