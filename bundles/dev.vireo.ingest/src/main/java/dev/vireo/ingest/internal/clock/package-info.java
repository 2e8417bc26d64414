/** When footage was taken: by metadata, by the name of its file, or by a clock that is burnt into the picture. */
package dev.vireo.ingest.internal.clock;
