package dev.vireo.api.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Deploying packages and going back, while the appliance serves. One deploy or roll-back runs at a time. */
@ProviderType
public interface Generations {
    /**
     * Checks a package and begins to deploy it. What can be told without starting anything is told here; the rest goes on
     * in the background, see {@link #listen}.
     *
     * @param file the package
     * @return the new generation
     * @throws dev.vireo.api.error.VireoException USER_INPUT when the package is refused or a trial is on, RESOURCES when there is no room for
     *     it, UNAVAILABLE while another deploy or roll-back runs; nothing has changed then
     */
    Generation deploy(Path file);

    /**
     * The same for an encoder whose space is built first: with {@code whenReady} it takes over by itself once its space is complete
     * and agrees with what serves as far as the settings ask.
     */
    Generation deploy(Path file, boolean whenReady);

    /**
     * The same, but what passed does not take over: it is on trial beside what serves, until {@link #promote}, {@link #discard} or
     * its own failures end that. A trial is no intent: after a restart what served serves.
     *
     * @param percent 1 to 99: share of the requests that reach it; 0: none does, a sample of what people ask is asked again instead
     * @throws dev.vireo.api.error.VireoException as {@link #deploy}; USER_INPUT for another share and while a trial is on
     */
    Generation tryOut(Path file, int percent);

    /**
     * Begins to let what is on trial take over.
     *
     * @param number of the generation on trial, so that nobody decides on another than the one they looked at; empty for whichever it is
     * @return the generation that will serve
     * @throws dev.vireo.api.error.VireoException USER_INPUT when no trial is on or it is that of another, UNAVAILABLE as above
     */
    Generation promote(OptionalLong number);

    /** Begins to withdraw what is on trial: no new request reaches it, and when those under way have ended it is stopped. As above. */
    Generation discard(OptionalLong number);

    /** What the trial of a generation found, up to now if it is on; empty when it never was on trial. */
    Optional<TrialReport> trial(long number);

    /**
     * Begins to go back. While the generation is warm it serves at once; else it is prepared again first.
     *
     * @param number the generation to go back to; empty for the one that served before
     * @return the generation that will serve
     * @throws dev.vireo.api.error.VireoException USER_INPUT when there is nothing to go back to or a trial is on, UNAVAILABLE as above
     */
    Generation rollback(OptionalLong number);

    List<Generation> list();

    Intent intent();

    /**
     * How far a deploy or roll-back is, now and at every step until it has ended.
     *
     * @param number of the generation
     * @param listener called on threads of the deployment, which waits for it
     * @throws dev.vireo.api.error.VireoException NOT_FOUND for a number that is not there
     */
    Listening listen(long number, Consumer<Progress> listener);

    /** Why the generation that this start installed does not serve; empty when it does or may still come up. */
    List<String> startFaults();

    /** Whether all bundles of the generation that this start installed serve. */
    boolean hasStarted();

    /**
     * Says that the runtime is stopped because somebody asked for it. A start that was not up by then does not count as failed;
     * one that is given up for taking too long, or that is killed, does.
     */
    void stopInOrder();

    /**
     * A step of a deploy or roll-back.
     *
     * @param generation its number
     * @param step what is done now, a word or two, e.g. {@code probing}
     * @param message more of it for people; on failure the reason. May be empty
     * @param ended whether nothing more comes
     * @param failed whether it ended without the generation serving
     */
    record Progress(long generation, String step, String message, boolean ended, boolean failed) {
        /** A step of what does not serve yet and goes on when somebody says so, or by itself much later. */
        public static final String WAITING = "waiting";
    }

    /** Ends the calls of a listener. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
