package dev.vireo.api.error;

/** Who can do something about an error. Failures are counted and mapped to HTTP by this kind alone. */
public enum ErrorKind {
    /** The caller asked for something that cannot be; asking differently helps. */
    USER_INPUT,
    /** What was asked for does not exist. */
    NOT_FOUND,
    /** Not now: starting, stopping or replaced. Asking again later helps. */
    UNAVAILABLE,
    /** Disk, memory or time ran out. */
    RESOURCES,
    /** A child process, a file system or another system failed. */
    EXTERNAL,
    /** A fault of Vireo itself. */
    INTERNAL
}
