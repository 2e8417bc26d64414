/**
 * Questions, plans, evidence and answers.
 *
 * <p>Version rule: removing or changing anything that a provider implements is a major bump; adding is a minor one.
 */
@Export
@Version("4.5.0")
package dev.vireo.api.query;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
