/**
 * Replacing bundles while the appliance serves: generations of packages, and the intent that survives a crash.
 *
 * <p>Version rule: removing or changing anything that a provider implements is a major bump; adding is a minor one.
 */
@Export
@Version("1.0.0")
package dev.vireo.api.deploy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
