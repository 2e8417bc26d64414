/** Reads a visual prompt, a picture with or without a mark, into conditions. */
package dev.vireo.query.internal.prompt;
