package dev.vireo.deploy.internal;

import dev.vireo.api.encode.Space;

/**
 * A change of space that a deploy brings.
 *
 * @param from the space that what is replaced makes
 * @param to the space that what comes makes instead
 * @param encoder {@code id@version} of what comes
 */
record SpaceMove(Space from, Space to, String encoder) {}
