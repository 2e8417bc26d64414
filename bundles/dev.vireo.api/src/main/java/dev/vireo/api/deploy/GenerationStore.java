package dev.vireo.api.deploy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Generations and intent as rows of the catalogue. Every change is one transaction and is on disk when it returns. */
@ProviderType
public interface GenerationStore {
    /** In order of number; the first is generation 0. */
    List<Generation> list();

    Optional<Generation> get(long number);

    Intent intent();

    /** A new generation in state PREPARING. */
    Generation add(long parent, List<DeployedPackage> packages);

    /**
     * Notes a state and its reason.
     *
     * @throws dev.vireo.api.error.VireoException INTERNAL for ACTIVE, which only {@link #commit} gives; NOT_FOUND for a
     *     number that is not there
     */
    void mark(long number, Generation.State state, String reason);

    /**
     * Makes a generation the desired and active one; the one that was active takes the state {@code leaving}. The moment
     * of a deploy and of a roll-back: before it a restart brings the old, after it the new.
     *
     * @param reason noted for the one that leaves
     */
    void commit(long number, Generation.State leaving, String reason);

    /**
     * Notes that a generation is started beside the one that serves, because it brings another space: state STAGED, and the space
     * made known in state BUILDING unless it serves. One transaction.
     *
     * @param brings what its package brings
     * @param encoder {@code id@version} of its encoder
     * @param replaces what that package replaces, once the space serves
     * @param whenReady whether it takes over by itself
     */
    void stageBeside(long number, PackageSpace brings, String encoder, PackageSpace replaces, boolean whenReady, String reason);

    /** Notes the space of a package, in place of what was noted for this content. */
    void note(PackageSpace space);

    /** What is noted, in order of package name. */
    List<PackageSpace> packageSpaces();

    /** Numbers of the generations that take over by themselves when their space is ready. */
    Set<Long> whenReady();

    /** Keeps what a trial found so far, or in the end, in place of what was kept of it before. */
    void note(TrialReport trial);

    /** What the trial of a generation found; empty when it never was on trial. */
    Optional<TrialReport> trial(long generation);

    /** Notes that a generation served long enough without a fault. Only the active one becomes last good. */
    void proven(long number);

    /**
     * Notes, before anything of it is installed, that the runtime starts with this generation.
     *
     * @return starts with it that have not come up, this one included
     */
    int starting(long number);

    /** Takes back what {@link #starting} noted: somebody ended the start in order before it was up, which is no fault of it. */
    void startGivenUp(long number);

    /** Notes that the start with this generation came up: its failed starts are forgotten. */
    void started(long number);
}
