/** Finds of single frames to tracks, and what a track comes to: its labels and how it moves. */
package dev.vireo.ingest.internal.track;
