/**
 * What was measured of a track, held against what is asked: probabilities, how they are joined, and the time in which
 * something holds.
 */
package dev.vireo.query.internal.evidence;
