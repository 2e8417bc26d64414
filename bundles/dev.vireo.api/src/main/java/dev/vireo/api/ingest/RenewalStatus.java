package dev.vireo.api.ingest;

import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Renewals;
import java.util.List;

/**
 * How looking again at stored footage goes.
 *
 * @param state see the enum
 * @param doing what is done or waited for, in words; empty when nothing is
 * @param live the models that serve now
 * @param current finished assets whose results they made
 * @param outdated finished assets that are still to be looked at again
 * @param failed finished assets that cannot be looked at again and keep their old results
 * @param failures the latest of those
 */
public record RenewalStatus(
        State state, String doing, Makers live, long current, long outdated, long failed, List<Renewals.Failure> failures) {
    public RenewalStatus {
        failures = List.copyOf(failures);
    }

    /** What it does. */
    public enum State {
        /** A setting turned it off. */
        OFF,
        /** Everything is as the live models make it, or what serves is not clear yet. */
        IDLE,
        RUNNING,
        /** It goes on when others are done, or models or room are there again. */
        WAITING,
        /** Somebody stopped it. */
        PAUSED,
        /** Somebody gave up for the models that serve now. */
        ABANDONED
    }
}
