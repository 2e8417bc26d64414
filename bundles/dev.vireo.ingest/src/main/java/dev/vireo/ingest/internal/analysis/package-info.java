/** Leads footage frame by frame, from a file or live, to moments: which frames are looked at and where a shot ends. */
package dev.vireo.ingest.internal.analysis;
