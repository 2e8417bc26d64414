/** What is written in a moment: where lines are searched, how they are followed, and when they are read. */
package dev.vireo.ingest.internal.text;
