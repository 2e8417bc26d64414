/**
 * Packages: what they are, who may make them, and how one is checked before anything of it counts. A library, the one package
 * beside {@code dev.vireo.api} that other bundles of the product use (decision record on packages).
 */
@Export
@Version("1.0.0")
package dev.vireo.pack;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
