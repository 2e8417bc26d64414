package dev.vireo.query.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.generate.GenerationRequest;
import dev.vireo.api.generate.Generator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer in words, by the live generator; it cites nothing but what was found. */
final class AnswerText {
    private static final Logger LOG = System.getLogger(AnswerText.class.getName());
    private static final Pattern CITATION = Pattern.compile("\\[m(\\d{1,19})]");

    private final Broker broker;

    AnswerText(Broker broker) {
        this.broker = broker;
    }

    String of(GenerationRequest request) {
        try (Lease<Generator> generator = broker.lease(Generator.class)) {
            return cited(generator.service().compose(request), request);
        } catch (VireoException e) {
            if (e.kind() != ErrorKind.UNAVAILABLE) {
                throw e;
            }
            // Evidence is worth more than prose: a missing generator must not take the answer away.
            LOG.log(Level.WARNING, "no generator to put the answer into words: {0}", e.getMessage());
            return request.hits().isEmpty() ? "-" : String.join(" ", request.hits().stream()
                    .map(hit -> "[m" + hit.moment() + "]").distinct().toList());
        }
    }

    /** Cuts citations of anything that was not retrieved. */
    private static String cited(String text, GenerationRequest request) {
        Set<String> known = new HashSet<>();
        request.hits().forEach(hit -> known.add(Long.toString(hit.moment())));
        request.nearMisses().forEach(hit -> known.add(Long.toString(hit.moment())));
        return CITATION.matcher(text)
                .replaceAll(match -> known.contains(match.group(1)) ? Matcher.quoteReplacement(match.group()) : "")
                .replaceAll(" {2,}", " ");
    }
}
