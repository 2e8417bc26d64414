/**
 * What all who work through footage share: settings, threads that stop between two steps, live footage before files, and the
 * refresh of the index.
 */
package dev.vireo.ingest.internal.work;
