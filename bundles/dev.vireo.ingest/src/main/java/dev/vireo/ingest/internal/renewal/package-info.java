/** Looks at stored footage again when other models serve. */
package dev.vireo.ingest.internal.renewal;
