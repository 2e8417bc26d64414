package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The views in force, and those with which requests are still under way. The broker's lock guards it. */
final class Views {
    private View current = new View(0, Set.of());
    /** Null while no trial is on. */
    private TrialSides trial;
    /** No longer in force. */
    private final List<View> left = new ArrayList<>();

    View current() {
        return current;
    }

    void hold(Set<Origin> bundles) {
        all().forEach(v -> v.hold(bundles));
    }

    void forget(Set<Origin> bundles) {
        all().forEach(v -> v.forget(bundles));
    }

    private Stream<View> all() {
        return Stream.concat(
                Stream.concat(Stream.of(current), trial == null ? Stream.of() : Stream.of(trial.candidate())), left.stream());
    }

    /** Ends the trial that is on: what it compared with serves no longer as it did. */
    void swap(long generation, Set<Origin> in, Set<Origin> out) {
        if (trial != null) {
            end(trial);
        }
        replace(current.with(generation, in, out));
    }

    private void replace(View next) {
        leave(current);
        current = next;
    }

    /** Begins a trial. Requests of before belong to neither side. */
    void begin(TrialSides sides) {
        if (trial != null) {
            throw new VireoException(ErrorKind.INTERNAL, "a trial of generation " + trial.candidate().generation() + " is on already");
        }
        trial = sides;
        replace(current.with(current.generation(), Set.of(), Set.of()));
    }

    @SuppressWarnings("ReferenceEquality") // a later trial stays
    void end(TrialSides sides) {
        if (trial == sides) {
            trial = null;
            leave(sides.candidate());
        }
    }

    /** A request begins. */
    Scope draw() {
        View view = trial != null && trial.drawn() ? trial.candidate() : current;
        view.begin();
        return new Scope(view, trial == null ? null : trial.meterOfPeople(view), trial == null ? Set.of() : trial.otherThan(view));
    }

    /** Something is done beside the requests of people. */
    @SuppressWarnings("ReferenceEquality")
    Scope enter(View view, TrialSides sides) {
        if (trial != sides) {
            throw new VireoException(ErrorKind.UNAVAILABLE,
                    "the trial of generation " + sides.candidate().generation() + " has ended");
        }
        view.begin();
        return new Scope(view, sides.meter(view), sides.otherThan(view));
    }

    void ended(View view) {
        view.end();
        if (view.underWay() == 0) {
            left.remove(view);
        }
    }

    private void leave(View view) {
        if (view.underWay() > 0) {
            left.add(view);
        }
    }

    /** Requests that began before these bundles went out, and may reach them yet. */
    int underWay(Set<Origin> bundles) {
        return left.stream().filter(v -> v.reachesOneOf(bundles)).mapToInt(View::underWay).sum();
    }
}
