package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.Set;

/**
 * Which assets it was seen in.
 *
 * @param assets ids of the assets of this name
 */
public record From(Set<Long> assets) implements Check {
    public From {
        assets = Set.copyOf(assets);
    }

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        boolean there = assets.contains(found.asset().id());
        String path = found.asset().path().replace('\\', '/');
        String file = path.substring(path.lastIndexOf('/') + 1);
        return new Opinion(there ? 1 : 0.01, there ? Verdict.MET : Verdict.NOT_MET, file, "catalogue");
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        if (!negated) {
            filter.assets = assets;
            filter.impossible |= assets.isEmpty();
        }
    }
}
