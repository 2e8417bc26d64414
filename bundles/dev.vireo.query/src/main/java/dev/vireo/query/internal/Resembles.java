package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;

/** Like the picture that came with the question. */
record Resembles() implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return by.likeness().of(term, found.track().id());
    }
}
