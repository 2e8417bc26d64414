/** Starts a Felix framework from the features of a distribution, on one home directory, and stops it in order. */
package dev.vireo.launcher;
