/** Reads a question by rules into conditions, or asks back; one rule a kind of condition. */
package dev.vireo.query.internal.grammar;
