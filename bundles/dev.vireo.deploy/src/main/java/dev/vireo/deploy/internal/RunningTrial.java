package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.deploy.Shadowing;
import dev.vireo.api.deploy.TrialReport;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A trial that is on.
 *
 * @param generation on trial
 * @param beside generation that serves
 * @param percent share of the requests that reach it; 0 when it is shadowed
 * @param begun when
 * @param sides the broker's part of it
 * @param shadow what asks again; empty with a share
 */
record RunningTrial(
        long generation, long beside, int percent, Instant begun, Stage.Trial sides, Optional<Shadowing.Shadow> shadow) {

    TrialReport report() {
        return new TrialReport(generation, beside, percent, begun, TrialReport.State.ON, Optional.empty(), "",
                sides.servingFigures(), sides.candidateFigures(), shadow.map(Shadowing.Shadow::report));
    }

    /** Why it has to end, if it has to. Nobody waits for a shadow, so whoever reads its report decides on that. */
    Optional<String> verdict() {
        return percent == 0 ? Optional.empty() : new Watch(servingCalls()).verdict(calls(sides.candidateFigures()));
    }

    /** What the one that serves is measured by; nothing with a shadow, whose times are those of idle moments. */
    Map<String, Calls> servingCalls() {
        return percent == 0 ? Map.of() : calls(sides.servingFigures());
    }

    private static Map<String, Calls> calls(Map<String, Figures> figures) {
        Map<String, Calls> calls = new TreeMap<>();
        figures.forEach((name, f) -> calls.put(name, f.calls()));
        return calls;
    }

    /** No request that begins from now on reaches it. */
    void close() {
        shadow.ifPresent(Shadowing.Shadow::close);
        sides.close();
    }
}
