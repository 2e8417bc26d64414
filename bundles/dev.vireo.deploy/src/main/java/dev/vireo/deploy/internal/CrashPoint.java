package dev.vireo.deploy.internal;

/**
 * Named places between two steps at which a test may end the process as {@code kill -9} would: no hook runs, nothing is
 * flushed. Without the system property {@code vireo.deploy.crash_at} they do nothing.
 */
enum CrashPoint {
    ROW_ADDED,
    STORED_ASIDE,
    STORED,
    INSTALLED,
    PROBED,
    STARTED,
    WARMED,
    STAGED_BESIDE,
    BEFORE_CUT_OVER,
    CUT_OVER,
    BEFORE_TAKE_OVER,
    BEFORE_COMMIT,
    COMMITTED,
    SWAPPED,
    DRAINED,
    RETIRED,
    BEFORE_ROLLBACK,
    ROLLED_BACK,
    START_COUNTED,
    START_INSTALLED,
    BEFORE_PROVEN,
    ON_TRIAL,
    WITHDRAWN;

    private static final String PROPERTY = "vireo.deploy.crash_at";
    private static final int KILLED = 137;

    void pass() {
        if (name().equals(System.getProperty(PROPERTY))) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
