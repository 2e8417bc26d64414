package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.Renewals;
import dev.vireo.api.ingest.Renewal;
import dev.vireo.api.ingest.RenewalStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Two assets to look at again and one that cannot be. */
final class FakeRenewal implements Renewal {
    private RenewalStatus.State state = RenewalStatus.State.RUNNING;

    @Override
    public RenewalStatus status() {
        return new RenewalStatus(state, state == RenewalStatus.State.RUNNING ? "looks at a3 (/footage/yard.mp4) again, 40 % of it" : "",
                new Makers(Set.of("eye@1.1.0"), Set.of("names@1.0.0"), Set.of()), 5, 2, 1,
                List.of(new Renewals.Failure(2, "/footage/gone.mp4", "its bytes are gone", Instant.parse("2026-11-20T12:00:00Z"))));
    }

    private RenewalStatus now(RenewalStatus.State decided) {
        state = decided;
        return status();
    }

    @Override
    public RenewalStatus pause() {
        return now(RenewalStatus.State.PAUSED);
    }

    @Override
    public RenewalStatus resume() {
        return now(RenewalStatus.State.RUNNING);
    }

    @Override
    public RenewalStatus abandon() {
        return now(RenewalStatus.State.ABANDONED);
    }
}
