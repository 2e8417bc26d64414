/** One moment while it is looked at, and the stages that make it: the frame as a whole, and its objects. Others lie beside it. */
package dev.vireo.ingest.internal.moment;
