/**
 * The truth: assets, moments, tracks and what was measured of them.
 *
 * <p>Version rule: removing or changing anything that a provider implements is a major bump; adding is a minor one.
 */
@Export
@Version("3.10.0")
package dev.vireo.api.catalog;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
