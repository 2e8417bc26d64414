/** The settings that decide about an answer. */
package dev.vireo.query.internal.tuning;
