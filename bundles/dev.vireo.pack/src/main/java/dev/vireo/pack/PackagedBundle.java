package dev.vireo.pack;

import dev.vireo.api.deploy.PackageVersion;

/**
 * A bundle of a package that was checked.
 *
 * @param sha256 of the jar, 64 hexadecimal digits in lower case
 * @param size of the jar [bytes]
 * @param model whether it is a model bundle: data without classes
 */
public record PackagedBundle(String symbolicName, PackageVersion version, String sha256, long size, boolean model) {}
