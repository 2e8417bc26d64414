package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.LabelGroup;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.TextFilter;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Question;
import dev.vireo.query.internal.condition.CandidateFilter;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.noun.Target;
import dev.vireo.query.internal.tuning.Tuning;
import java.util.Collection;
import java.util.HashMap;
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
    private final Instruments by;
    private final Question question;
    private final Tuning tuning;
    private final Map<Long, FoundTrack> tracks = new LinkedHashMap<>();

    /** Filters that were searched, with the limit and what it gave: a wider search may be one that was made before. */
    private final Map<TrackFilter, Asked> asked = new HashMap<>();
    private final CandidateFilter filter;

    private record Asked(int limit, int found) {}

    Candidates(Catalog catalog, Instruments by, List<Term> terms, Question question, Tuning tuning) {
        this.catalog = catalog;
        this.by = by;
        this.question = question;
        this.tuning = tuning;
        this.filter = new CandidateFilter(catalog, by.zone());
        terms.stream().filter(t -> t.noun() == 0).forEach(t -> t.check().narrow(filter, t.negated()));
    }

    Optional<Target> subject() {
        return filter.subject();
    }

    boolean counting() {
        return filter.counting();
    }

    Collection<FoundTrack> tracks() {
        return tracks.values();
    }

    void gather() {
        int room = Math.max(tuning.max_candidates(), question.top());
        int share = Math.min(room, Math.max(200, 4 * question.top()));
        double mass = tuning.candidate_mass();
        written(share);
        boolean plain = !filter.impossible() && filter.assets().isEmpty() && filter.captured().isEmpty() && filter.colours().isEmpty()
                && filter.state().isEmpty();
        int anything = search(narrowed(Set.of(), List.of(), mass, Set.of(), Optional.empty()), plain ? room : share);
        if (plain || anything < share) {
            // No narrower search there is, or could find anything else: all of the kind are judged.
            fill(share);
            return;
        }
        if (!filter.impossible()) {
            search(narrowed(filter.assets(), filter.captured(), mass, filter.colours(), filter.state()), room);
        }
        if (!filter.captured().isEmpty() || filter.impossible()) {
            search(narrowed(filter.assets(), List.of(), mass, filter.colours(), filter.state()), share);
        }
        if (!filter.colours().isEmpty()) {
            search(narrowed(filter.assets(), filter.captured(), mass, Set.of(), filter.state()), share);
        }
        if (filter.state().isPresent()) {
            search(narrowed(filter.assets(), filter.captured(), mass, filter.colours(), Optional.empty()), share);
        }
        if (!filter.assets().isEmpty() || filter.impossible()) {
            search(narrowed(Set.of(), filter.captured(), mass, filter.colours(), filter.state()), share);
        }
        fill(share);
    }

    /** Where what must be read was read: the frames, or the objects in them when objects are asked for. */
    private void written(int limit) {
        Map<Long, FoundTrack> frames = new LinkedHashMap<>();
        for (String text : filter.wanted()) {
            catalog.search(new TextFilter(question.domain(), filter.assets(), filter.captured(), text), limit)
                    .forEach(found -> frames.putIfAbsent(found.frame().moment().id(), found.frame()));
        }
        boolean objects = filter.attributes() || filter.counting() || filter.subject().isPresent();
        for (FoundTrack frame : frames.values()) {
            if (!objects) {
                tracks.putIfAbsent(frame.track().id(), frame);
                continue;
            }
            for (Track track : catalog.tracks(frame.moment().id())) {
                if (!track.wholeFrame() || !filter.attributes() && !filter.counting()) {
                    tracks.putIfAbsent(track.id(), Inspection.beside(frame, track));
                }
            }
        }
    }

    /** Anything at all, so that there are near misses as long as there are tracks. */
    private void fill(int share) {
        if (filter.subject().isPresent() && tracks.size() < 2 * question.top()) {
            search(narrowed(Set.of(), List.of(), 0, Set.of(), Optional.empty()), share);
        }
        if (tracks.size() < 2 * question.top()) {
            search(new TrackFilter(question.domain(), Set.of(), List.of(), List.of(), Set.of(), 0, Optional.empty(), wholeFrame()),
                    share);
        }
    }

    private Optional<Boolean> wholeFrame() {
        if (filter.attributes() || filter.counting()) {
            return Optional.of(false);
        }
        return filter.subject().isPresent() || by.likeness().asked() ? Optional.empty() : Optional.of(true);
    }

    private TrackFilter narrowed(
            Set<Long> only, List<TimeRange> when, double mass, Set<Colour> tints, Optional<MotionState> motion) {
        List<LabelGroup> groups = filter.subject().map(target -> List.of(target.group(mass))).orElse(List.of());
        return new TrackFilter(question.domain(), only, when, groups, tints, tints.isEmpty() ? 0 : COLOUR_SHARE, motion, wholeFrame());
    }

    /** @return how many were found, known ones included */
    private int search(TrackFilter wanted, int limit) {
        int room = 2 * Math.max(tuning.max_candidates(), question.top()) - tracks.size();
        if (room <= 0) {
            return 0;
        }
        int most = Math.min(Math.min(limit, room), 100_000);
        Asked before = asked.get(wanted);
        if (before != null && before.limit >= most) {
            return Math.min(before.found, most);
        }
        if (by.likeness().asked()) {
            List<FoundTrack> near = by.nearest(wanted, most);
            near.forEach(found -> tracks.putIfAbsent(found.track().id(), found));
            if (filter.subject().isEmpty() && !near.isEmpty()) {
                asked.put(wanted, new Asked(most, near.size()));
                return near.size();
            }
        }
        List<FoundTrack> found = by.search(wanted, most);
        found.forEach(track -> tracks.putIfAbsent(track.track().id(), track));
        asked.put(wanted, new Asked(most, found.size()));
        return found.size();
    }
}
