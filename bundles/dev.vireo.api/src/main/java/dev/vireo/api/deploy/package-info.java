/**
 * Replacing bundles while the appliance serves: packages, whom the appliance trusts to make them, generations of packages, and
 * the intent that survives a crash. For the product's own bundles: a package of somebody else may not import this one.
 *
 * <p>Version rule: removing or changing anything that a provider implements is a major bump; adding is a minor one.
 */
@Export
@Version("2.5.0")
package dev.vireo.api.deploy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
