package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.media.Box;
import java.util.OptionalDouble;

/** A part of a picture that has a name. */
interface Region {
    /** The name, for people. */
    String name();

    /** Share of a thing that counts as inside, 0 to 1; empty when this asset has no such region. */
    OptionalDouble inside(Box box, Asset asset);
}
