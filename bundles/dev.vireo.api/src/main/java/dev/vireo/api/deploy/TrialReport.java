package dev.vireo.api.deploy;

import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.broker.Stage.Trial;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the trial of a generation found: beside the one that served, before it served everybody.
 *
 * @param generation that was on trial
 * @param beside the generation that served meanwhile
 * @param percent share of the requests that reached it, 1 to 99; 0 when it was asked again only, beside people
 * @param begun when
 * @param state where it stands
 * @param ended when; empty while it is on
 * @param reason why it ended; empty while it is on
 * @param serving figures of what served, by {@link Trial#REQUEST} and {@code Family.method}
 * @param candidate the same of what was on trial
 * @param shadow how the answers differed; empty when people got them, for nobody asked twice
 */
public record TrialReport(
        long generation,
        long beside,
        int percent,
        Instant begun,
        State state,
        Optional<Instant> ended,
        String reason,
        Map<String, Figures> serving,
        Map<String, Figures> candidate,
        Optional<ShadowReport> shadow) {
    public TrialReport {
        serving = Map.copyOf(serving);
        candidate = Map.copyOf(candidate);
    }

    /** Where a trial stands. */
    public enum State {
        ON,
        /** What was on trial took over. */
        PROMOTED,
        /** An administrator withdrew it. */
        DISCARDED,
        /** It failed, or what served beside it did, and was withdrawn by itself. */
        FAILED,
        /** The runtime ended meanwhile. */
        INTERRUPTED
    }

    /** The same, ended. */
    public TrialReport ended(State as, Instant at, String why) {
        return new TrialReport(generation, beside, percent, begun, as, Optional.of(at), why, serving, candidate, shadow);
    }
}
