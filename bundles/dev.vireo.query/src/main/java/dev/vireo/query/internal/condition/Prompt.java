package dev.vireo.query.internal.condition;

import dev.vireo.api.ingest.RegionReader;
import dev.vireo.query.internal.noun.Target;
import java.util.List;
import java.util.Optional;

/**
 * A visual prompt that was read.
 *
 * @param places what the mark means, at least one
 * @param terms the conditions made of it
 */
public record Prompt(List<Place> places, List<Term> terms) {
    public Prompt {
        places = List.copyOf(places);
        terms = List.copyOf(terms);
    }

    /**
     * One place of the picture.
     *
     * @param index its position in {@link #places()}
     * @param reading what was seen there
     * @param kind what it most probably is; empty when nothing is recognised, or the whole picture is meant
     * @param claims whether what is like it may be called found: nothing is, when nothing is recognised there
     */
    public record Place(int index, RegionReader.Reading reading, Optional<Target> kind, boolean claims) {}
}
