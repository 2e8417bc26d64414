package dev.vireo.api.catalog;

import java.time.Instant;

/** A file that was not taken in, and why. */
public record Refusal(String domain, String path, String reason, Instant at) {}
