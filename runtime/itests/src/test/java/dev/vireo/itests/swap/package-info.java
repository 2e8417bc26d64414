/** A provider whose versions are deployed one after the other, also broken ones. */
package dev.vireo.itests.swap;
