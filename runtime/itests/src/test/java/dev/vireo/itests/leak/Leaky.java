package dev.vireo.itests.leak;

import dev.vireo.itests.leak.internal.Hidden;

/** What the build must refuse to export: its signature shows a private type. */
public interface Leaky {
    Hidden hidden();
}
