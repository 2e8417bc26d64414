package dev.vireo.api.deploy;

/**
 * A bundle of a package.
 *
 * @param symbolicName its symbolic name
 * @param version its OSGi version
 * @param sha256 of its jar, hex: its place in the store
 * @param size of its jar [bytes]
 */
public record DeployedBundle(String symbolicName, String version, String sha256, long size) {}
