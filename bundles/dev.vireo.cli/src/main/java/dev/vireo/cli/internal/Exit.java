package dev.vireo.cli.internal;

/** Exit codes, the same for every command. */
final class Exit {
    static final int OK = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;
    /** Nothing found, no such id, or a question back. */
    static final int NOTHING = 3;

    private Exit() {}
}
