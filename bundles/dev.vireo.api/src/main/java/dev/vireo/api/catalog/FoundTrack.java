package dev.vireo.api.catalog;

/** A track with what it is part of. */
public record FoundTrack(Asset asset, Moment moment, Track track) {}
