package dev.vireo.api.query;

import org.osgi.annotation.versioning.ProviderType;

/** How work that has time gives way to the questions of people. */
@ProviderType
public interface BackgroundWork {
    /**
     * Gives the calling thread, and the threads and decoders that it starts, the lowest weight of the scheduler. Best effort:
     * where a system has no such thing, the work is done at the usual weight.
     */
    void lower();

    /**
     * A pace for one piece of work, used by one thread.
     *
     * @param limit what 95 of 100 questions may take while it is done, as a multiple of what they take otherwise; above 1
     */
    Pace pace(double limit);

    /** How fast one piece of work may go. */
    interface Pace {
        /** Asked before each step. @return how long to rest [ms] */
        long rest();

        /** Whether questions are why it is slow, in words; empty when it is not slowed. */
        String told();
    }
}
