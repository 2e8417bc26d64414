package dev.vireo.api.deploy;

import dev.vireo.api.broker.Stage;
import org.osgi.annotation.versioning.ProviderType;

/** Asks a generation on trial what people ask of the one that serves, where nobody waits for it, and compares. */
@ProviderType
public interface Shadowing {
    /**
     * From now on a sample of the questions that people ask is asked again, of both sides of a trial, after they were answered. One
     * at a time; what comes meanwhile is left out. They do not count as questions that somebody asked.
     */
    Shadow begin(Stage.Trial trial);

    /** Goes on until it is closed. */
    interface Shadow extends AutoCloseable {
        /** So far. */
        ShadowReport report();

        /** No further question is asked; the one that is being asked ends in the background. */
        @Override
        void close();
    }
}
