package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Origin;

/**
 * The bundle that stands for a symbolic name in a generation.
 *
 * @param origin its name and version
 * @param location where the framework installs it from
 * @param startLevel at which the framework starts it
 */
record Slot(Origin origin, String location, int startLevel) {}
