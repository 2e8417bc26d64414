/** The same footage twice: hashes of what moves, held against those of other assets in time. */
package dev.vireo.ingest.internal.twin;
