/**
 * Pictures, frames and what is known of a media file before it is decoded.
 *
 * <p>Version rule: removing or changing anything that a provider implements is a major bump; adding is a minor one.
 */
@Export
@Version("1.4.0")
package dev.vireo.api.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
