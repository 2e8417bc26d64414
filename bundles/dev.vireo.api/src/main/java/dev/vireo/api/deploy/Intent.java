package dev.vireo.api.deploy;

/**
 * Which generation is meant to serve. It alone decides what the next start installs.
 *
 * @param desired what was committed last, by a deploy or a roll-back
 * @param active what serves, or served when the process ended
 * @param lastGood the newest that served for its first minute without a fault
 */
public record Intent(long desired, long active, long lastGood) {}
