/** Takes streams in: sessions with cameras, segments to recordings, what is kept and for how long. */
package dev.vireo.ingest.internal.live;
