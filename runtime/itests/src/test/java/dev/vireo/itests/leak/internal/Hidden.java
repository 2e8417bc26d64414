package dev.vireo.itests.leak.internal;

/** A type of a package that is not exported. */
public interface Hidden {}
