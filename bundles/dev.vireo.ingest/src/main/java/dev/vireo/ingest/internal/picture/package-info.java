/** What is measured in one picture: sharpness, exposure, colours and their names, and the good views of a thing. */
package dev.vireo.ingest.internal.picture;
