/** Takes files in, as jobs that survive a restart, and removes them. */
package dev.vireo.ingest.internal.job;
