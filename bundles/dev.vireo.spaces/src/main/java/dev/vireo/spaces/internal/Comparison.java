package dev.vireo.spaces.internal;

import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.query.SpaceSearch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Puts questions to two sets of spaces and holds the answers against each other. */
final class Comparison {
    private static final Logger LOG = System.getLogger(Comparison.class.getName());

    private final SpaceSearch search;
    private final AnswerPairs pairs = new AnswerPairs();
    private int real;

    Comparison(SpaceSearch search) {
        this.search = search;
    }

    /** @param stopped asked before each question; ends it with UNAVAILABLE */
    SpaceReport run(
            List<ShadowQuestions.Shadow> questions, String domain, List<Space> serving, Space with, Instant at, BooleanSupplier stopped) {
        for (ShadowQuestions.Shadow shadow : questions) {
            if (stopped.getAsBoolean()) {
                throw new VireoException(ErrorKind.UNAVAILABLE, "the comparison was ended; ask for it again");
            }
            try {
                pairs.ask(shadow.words(), () -> search.ask(shadow.question(), serving), () -> search.ask(shadow.question(), List.of(with)));
                real += shadow.real() ? 1 : 0;
            } catch (VireoException e) {
                if (e.kind() == ErrorKind.UNAVAILABLE) {
                    throw e;
                }
                // A picture that is gone, a question that reads otherwise by now: the others tell enough.
                LOG.log(Level.INFO, "not compared by \"" + shadow.words() + "\": " + e.getMessage());
            }
        }
        return new SpaceReport(at, domain, serving.stream().map(Space::id).toList(), real, pairs.count() - real,
                pairs.overlap(), pairs.tau(), pairs.rbo(), pairs.before(), pairs.after(), pairs.different());
    }
}
