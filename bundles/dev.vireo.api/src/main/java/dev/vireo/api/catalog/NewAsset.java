package dev.vireo.api.catalog;

import dev.vireo.api.media.MediaInfo;

/** An asset before it has an id; components as in {@link Asset}. */
public record NewAsset(String domain, String path, String sha256, long bytes, MediaInfo info, Clock clock) {}
