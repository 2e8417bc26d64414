package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.Generation;
import dev.vireo.api.deploy.Generation.State;
import dev.vireo.api.deploy.PackageSpace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;

/** Generations that bring another space: they wait beside what serves until questions read theirs, or nobody keeps it any more. */
final class StagedSpaces {
    private static final Logger LOG = System.getLogger(StagedSpaces.class.getName());

    private final Parts parts;
    private final BroughtSpaces brought;
    private final OneAtATime turn;
    private final Handover handover;
    private final WarmGenerations warm;
    private final Trials trials;
    private final Steps steps;

    StagedSpaces(Parts parts, OneAtATime turn, Handover handover, WarmGenerations warm, Trials trials, Steps steps) {
        this.parts = parts;
        this.brought = parts.brought();
        this.turn = turn;
        this.handover = handover;
        this.warm = warm;
        this.trials = trials;
        this.steps = steps;
    }

    /** Leaves a prepared generation staged while the space of one of its packages is built. */
    void stage(Generation next, Generation active, String name, SpaceMove move, boolean whenReady) {
        String message = "space " + move.to().id() + " is built beside " + move.from().id();
        parts.rows().stageBeside(next.number(), new PackageSpace(name, BroughtSpaces.content(next, name), move.to()), move.encoder(),
                new PackageSpace(name, BroughtSpaces.content(active, name), move.from()), whenReady, message);
        CrashPoint.STAGED_BESIDE.pass();
        steps.step(next.number(), "building", message);
    }

    /** The same space goes on under the new content of a package whose space is noted. */
    void noteSame(Generation next, Generation active) {
        brought.noted(active).forEach((name, space) -> {
            String content = BroughtSpaces.content(next, name);
            if (!content.equals(BroughtSpaces.content(active, name)) && brought.stored(space).isPresent()) {
                parts.rows().note(new PackageSpace(name, content, space));
            }
        });
    }

    /**
     * Questions read the space of {@code from} and no longer that of the active generation: its package takes the place of the active
     * one's. Everything else stays as it was deployed meanwhile.
     */
    void takeOver(Generation from, String packageName) {
        follow(from, () -> {
            Generation active = parts.active();
            Generation swapped = BroughtSpaces.swapped(active, from, packageName);
            Generation target = Set.copyOf(swapped.packages()).equals(Set.copyOf(from.packages()))
                    ? from : parts.rows().add(active.number(), swapped.packages());
            CrashPoint.BEFORE_TAKE_OVER.pass();
            handover.commit(active, target, State.WARM, "replaced by generation " + target.number());
            if (from.number() != target.number() && from.state() == State.STAGED) {
                parts.rows().mark(from.number(), State.RETIRED, "serves as part of generation " + target.number());
                steps.ended(from.number(), "as part of generation " + target.number());
            }
            handover.finish(active, target, State.WARM, Map.of());
        });
    }

    /** The space of a generation was dropped: it is not needed any more. */
    void letGo(Generation generation) {
        follow(generation, () -> {
            if (generation.state() == State.STAGED) {
                parts.rows().mark(generation.number(), State.FAILED, "its space was dropped before it served");
                parts.stop(generation);
                steps.failed(generation.number(), "its space was dropped before it served");
            } else {
                warm.retire(generation.number());
            }
        });
    }

    /** What follows from rows. While another change runs, while a trial is on, and when it fails, the rows still say so at the next look. */
    private void follow(Generation generation, Runnable work) {
        if (trials.isOn() || !turn.tryBegin()) {
            return;
        }
        try {
            // Another change may have ended since somebody looked.
            Generation now = parts.generation(generation.number());
            if (now.state() == generation.state() && !brought.differences(now, parts.active()).isEmpty()) {
                work.run();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "generation " + generation.number() + " does not follow its space yet", e);
        } finally {
            turn.end();
        }
    }
}
