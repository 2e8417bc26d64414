package dev.vireo.query.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.encode.Space;
import dev.vireo.query.internal.condition.Likeness;
import dev.vireo.query.internal.condition.Prompt;
import dev.vireo.query.internal.condition.Term;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The spaces that one question reads. */
final class ServingSpaces {
    private final List<Space> serving;
    private final Set<Space> mute = new LinkedHashSet<>();
    private boolean read;

    ServingSpaces(List<Space> serving) {
        this.serving = serving;
    }

    Likeness likeness(Broker broker, Catalog catalog, List<Term> terms, Optional<Prompt> prompt) {
        Likeness likeness = new Likeness(broker, catalog, serving, terms, prompt);
        read |= Likeness.reads(terms);
        mute.addAll(likeness.mute());
        return likeness;
    }

    /** Whether anything was asked that a space answers. */
    boolean read() {
        return read;
    }

    /** What the reader of the answer should know. */
    List<String> notices() {
        if (read && serving.isEmpty()) {
            return List.of("no space serves this domain: searched by labels alone; see `vireo spaces`");
        }
        return mute.stream()
                .map(space -> "the encoder of space " + space.id() + " is not there: searched by labels alone; see `vireo spaces`")
                .toList();
    }
}
