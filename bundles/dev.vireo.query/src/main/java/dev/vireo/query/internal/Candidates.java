package dev.vireo.query.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.CatalogStatus;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.LabelGroup;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Question;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tracks worth judging: first those for which everything holds that the catalogue can filter, then, for the near misses,
 * those for which all of it but one thing holds, and last anything of the kind asked for.
 */
final class Candidates {
    /** Of an object, asked in a search already: the judge decides with the exact shares. */
    private static final double COLOUR_SHARE = 0.12;

    private final Catalog catalog;
    private final Likeness likeness;
    private final Question question;
    private final Tuning tuning;
    private final ZoneId zone;
    private final Map<Long, FoundTrack> tracks = new LinkedHashMap<>();

    private Optional<Target> subject = Optional.empty();
    private boolean counting;
    private boolean attributes;
    private boolean impossible;
    private Set<Long> assets = Set.of();
    private List<TimeRange> captured = List.of();
    private Set<Colour> colours = Set.of();
    private Optional<MotionState> state = Optional.empty();

    Candidates(Catalog catalog, Likeness likeness, List<Term> terms, Question question, Tuning tuning, ZoneId zone) {
        this.catalog = catalog;
        this.likeness = likeness;
        this.question = question;
        this.tuning = tuning;
        this.zone = zone;
        terms.forEach(this::read);
    }

    private void read(Term term) {
        if (term.noun() != 0) {
            return;
        }
        switch (term.check()) {
            case Term.IsA isA when !term.negated() -> subject = Optional.of(isA.target());
            case Term.Count count -> counting = true;
            case Term.HasColour colour -> {
                attributes = true;
                if (!term.negated() && colours.isEmpty()) {
                    colours = colour.colours();
                }
            }
            case Term.Moves moves -> {
                attributes = true;
                if (!term.negated()) {
                    state = Optional.of(moves.state());
                }
            }
            case Term.From from when !term.negated() -> {
                assets = from.assets();
                impossible |= assets.isEmpty();
            }
            case Term.SeenAt at when !term.negated() -> {
                CatalogStatus status = catalog.status();
                if (status.firstCaptured().isEmpty() || status.lastCaptured().isEmpty()) {
                    impossible = true;
                } else {
                    Optional<List<TimeRange>> ranges = at.time().pushdown(
                            status.firstCaptured().get(), status.lastCaptured().get().plusSeconds(1), zone);
                    ranges.ifPresent(list -> captured = list);
                    impossible |= ranges.isPresent() && ranges.get().isEmpty();
                }
            }
            default -> { }
        }
    }

    Optional<Target> subject() {
        return subject;
    }

    boolean counting() {
        return counting;
    }

    Collection<FoundTrack> tracks() {
        return tracks.values();
    }

    void gather() {
        int room = Math.max(tuning.max_candidates(), question.top());
        int share = Math.min(room, Math.max(200, 4 * question.top()));
        double mass = tuning.candidate_mass();
        int anything = search(filter(Set.of(), List.of(), mass, Set.of(), Optional.empty()), share);
        if (anything < share) {
            // Few enough that all of the kind are judged: narrower searches could find nothing else.
            fill(share);
            return;
        }
        if (!impossible) {
            search(filter(assets, captured, mass, colours, state), room);
        }
        if (!captured.isEmpty() || impossible) {
            search(filter(assets, List.of(), mass, colours, state), share);
        }
        if (!colours.isEmpty()) {
            search(filter(assets, captured, mass, Set.of(), state), share);
        }
        if (state.isPresent()) {
            search(filter(assets, captured, mass, colours, Optional.empty()), share);
        }
        if (!assets.isEmpty() || impossible) {
            search(filter(Set.of(), captured, mass, colours, state), share);
        }
        fill(share);
    }

    /** Anything at all, so that there are near misses as long as there are tracks. */
    private void fill(int share) {
        if (subject.isPresent() && tracks.size() < 2 * question.top()) {
            search(filter(Set.of(), List.of(), 0, Set.of(), Optional.empty()), share);
        }
        if (tracks.size() < 2 * question.top()) {
            search(new TrackFilter(question.domain(), Set.of(), List.of(), List.of(), Set.of(), 0, Optional.empty(), wholeFrame()),
                    share);
        }
    }

    private Optional<Boolean> wholeFrame() {
        if (attributes || counting) {
            return Optional.of(false);
        }
        return subject.isPresent() || likeness.asked() ? Optional.empty() : Optional.of(true);
    }

    private TrackFilter filter(
            Set<Long> only, List<TimeRange> when, double mass, Set<Colour> tints, Optional<MotionState> motion) {
        List<LabelGroup> groups = subject.map(target -> List.of(target.group(mass))).orElse(List.of());
        return new TrackFilter(question.domain(), only, when, groups, tints, tints.isEmpty() ? 0 : COLOUR_SHARE, motion, wholeFrame());
    }

    /** @return how many were found, known ones included */
    private int search(TrackFilter filter, int limit) {
        int room = 2 * Math.max(tuning.max_candidates(), question.top()) - tracks.size();
        if (room <= 0) {
            return 0;
        }
        int most = Math.min(Math.min(limit, room), 100_000);
        if (likeness.asked()) {
            List<FoundTrack> near = likeness.nearest(filter, most);
            near.forEach(found -> tracks.putIfAbsent(found.track().id(), found));
            if (subject.isEmpty() && !near.isEmpty()) {
                return near.size();
            }
        }
        List<FoundTrack> found = catalog.search(filter, most);
        found.forEach(track -> tracks.putIfAbsent(track.track().id(), track));
        return found.size();
    }
}
