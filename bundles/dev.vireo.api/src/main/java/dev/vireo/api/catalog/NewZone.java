package dev.vireo.api.catalog;

/** A zone before it has an id; components as in {@link Zone}. */
public record NewZone(String domain, String source, String name, Polygon polygon) {}
