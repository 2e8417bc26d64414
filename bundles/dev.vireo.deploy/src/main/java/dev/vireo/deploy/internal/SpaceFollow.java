package dev.vireo.deploy.internal;

import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.catalog.SpaceState;
import dev.vireo.api.catalog.StoredSpace;
import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.deploy.internal.BroughtSpaces.Difference;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lets generations follow their spaces, as the rows of the catalogue have them: what waits for its space is told how far that is and
 * takes over once questions read it and no longer the old one, what went out comes back the same way, and what brings a space that was
 * dropped is let go. It has no state that could be lost: after a crash it goes on from the rows. Run now and then, by one thread.
 */
final class SpaceFollow implements Runnable {
    private static final Logger LOG = System.getLogger(SpaceFollow.class.getName());

    private final Parts parts;
    private final BroughtSpaces brought;
    private final StagedSpaces staged;
    private final Steps steps;
    private final ReadyFloor floor;
    /** What was told of a generation last. */
    private final Map<Long, String> told = new HashMap<>();

    SpaceFollow(Parts parts, StagedSpaces staged, Steps steps) {
        this.parts = parts;
        this.brought = parts.brought();
        this.staged = staged;
        this.steps = steps;
        this.floor = new ReadyFloor(parts.settings());
    }

    @Override
    public void run() {
        try {
            if (!parts.rows().packageSpaces().isEmpty()) {
                Generation active = parts.active();
                for (Generation generation : parts.rows().list()) {
                    if (generation.state() == State.STAGED || generation.state() == State.WARM) {
                        follow(generation, active);
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "generations do not follow their spaces for now", e);
        }
    }

    private void follow(Generation generation, Generation active) {
        for (Difference difference : brought.differences(generation, active)) {
            Optional<StoredSpace> stored = brought.stored(difference.space());
            if (stored.isEmpty() && !brought.keeps(generation, active)) {
                staged.letGo(generation);
                return;
            }
            if (stored.isEmpty()) {
                continue;
            }
            if (!isStarted(generation, active, difference)) {
                return;
            }
            if (stored.get().state() == SpaceState.SERVING && !brought.serves(difference.active())) {
                staged.takeOver(generation, difference.packageName());
                return;
            }
            if (generation.state() == State.STAGED) {
                tell(generation, stored.get());
            }
        }
    }

    private boolean isStarted(Generation generation, Generation active, Difference difference) {
        Generation swapped = BroughtSpaces.swapped(active, generation, difference.packageName());
        boolean started = parts.readiness().missing(Lineup.origins(parts.lineup().added(active, swapped))).isEmpty();
        if (started && generation.failedStarts() > 0) {
            parts.rows().started(generation.number());
        }
        return started;
    }

    private void tell(Generation generation, StoredSpace stored) {
        String space = "space " + stored.space().id();
        switch (stored.state()) {
            case BUILDING -> step(generation, "building", space + ", " + share(stored));
            case READY -> parts.spaces().report(stored.space()).filter(r -> !r.at().isBefore(stored.since())).ifPresentOrElse(
                    report -> ready(generation, stored, report),
                    () -> step(generation, "comparing", space + " with what serves; vireo spaces compare " + stored.space().id()
                            + " does it again"));
            case SERVING -> waits(generation, space + " serves domain " + String.join(", ", stored.domains())
                    + " and not yet the others; vireo spaces cutover " + stored.space().id() + " lets it serve all");
            case RETAINED -> waits(generation, space + " served and was left again; vireo spaces cutover " + stored.space().id()
                    + " lets it serve");
        }
    }

    private static String share(StoredSpace stored) {
        long percent = stored.tracks() == 0 ? 100 : 100 * (stored.tracks() - stored.missing()) / stored.tracks();
        return percent + " % of " + stored.tracks() + " tracks";
    }

    private void ready(Generation generation, StoredSpace stored, SpaceReport report) {
        String id = stored.space().id();
        String found = String.format(Locale.ROOT, "space %s is complete: by %d questions %.0f %% of the first ten are the same, tau %.2f, "
                + "95 of 100 take up to %.0f ms, before %.0f ms", id, report.questions(), 100 * report.overlap(), report.tau(),
                report.after().p95(), report.before().p95());
        if (!parts.rows().whenReady().contains(generation.number())) {
            waits(generation, found + "; vireo spaces cutover " + id + " lets it serve");
            return;
        }
        Optional<String> missed = floor.missed(report);
        if (missed.isPresent()) {
            waits(generation, found + "; it does not take over by itself: " + missed.get() + "; vireo spaces cutover " + id
                    + " lets it serve");
            return;
        }
        step(generation, "cutting over", found);
        CrashPoint.BEFORE_CUT_OVER.pass();
        parts.spaces().cutOver(stored.space(), Optional.empty());
        CrashPoint.CUT_OVER.pass();
    }

    private boolean isNew(Generation generation, String message) {
        return !message.equals(told.put(generation.number(), message));
    }

    private void step(Generation generation, String step, String message) {
        if (isNew(generation, message)) {
            steps.step(generation.number(), step, message);
        }
    }

    private void waits(Generation generation, String message) {
        if (isNew(generation, message)) {
            parts.rows().mark(generation.number(), State.STAGED, message);
            steps.waits(generation.number(), message);
        }
    }
}
