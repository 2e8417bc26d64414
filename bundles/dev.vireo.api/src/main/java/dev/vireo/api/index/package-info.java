/**
 * Nearest neighbours of vectors, and the durable vectors that an index is derived from.
 *
 * <p>Version rule: removing or changing anything that a provider implements is a major bump; adding is a minor one.
 */
@Export
@Version("1.1.0")
package dev.vireo.api.index;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
