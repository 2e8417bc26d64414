package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Track;
import dev.vireo.query.internal.condition.HasColour;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.IsA;
import dev.vireo.query.internal.condition.Moves;
import dev.vireo.query.internal.condition.Near;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.evidence.Joint;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Paths;
import dev.vireo.query.internal.evidence.Span;
import dev.vireo.query.internal.evidence.Spans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The terms of one question held against tracks, one noun at a time. */
final class Inspection {
    /** Members of a count that are less probable than this are nobody. */
    static final double NOBODY = 0.1;

    private final List<Term> terms;
    private final Instruments by;
    /** Once measured: in a busy moment a thing is company to hundreds. */
    private final Map<Asked, Held> helds = new HashMap<>();

    /** A track, or a part of its time, held against one noun. */
    private record Asked(int noun, long track, long startMs, long endMs) {}

    Inspection(List<Term> terms, Instruments by) {
        this.terms = List.copyOf(terms);
        this.by = by;
    }

    /**
     * How far a track is what one noun of the question stands for.
     *
     * @param joint of all that is said of it
     * @param when the time in which it is
     */
    record Held(Joint joint, Spans when) {
        double probability() {
            return joint.probability();
        }
    }

    List<Term> terms() {
        return terms;
    }

    Instruments by() {
        return by;
    }

    /** A term on the subject itself or, by its company, on another noun; negation applied. */
    Opinion opinion(Term term, FoundTrack found, Map<Integer, Company> company) {
        return term.noun() > 0 ? company.get(term.noun()).opinion(term) : term.check().judged(term, found, by);
    }

    /** A term on one track alone, negation not applied. */
    Opinion single(Term term, FoundTrack found) {
        return term.check().of(term, found, by);
    }

    /** How far a track is the thing, with its colour, state and place, that one noun of the question stands for. */
    Held held(FoundTrack found, int noun) {
        Track track = found.track();
        return helds.computeIfAbsent(new Asked(noun, track.id(), track.startMs(), track.endMs()), asked -> measured(found, noun));
    }

    private Held measured(FoundTrack found, int noun) {
        Joint joint = Joint.NONE;
        Spans when = Spans.of(found.track().startMs(), found.track().endMs());
        for (Term term : terms) {
            if (term.noun() != noun || !term.check().ofOneThing()) {
                continue;
            }
            // That another noun must be absent says nothing of what it is.
            Opinion opinion = noun > 0 && term.check() instanceof IsA
                    ? single(term, found)
                    : term.check().judged(term, found, by);
            joint = joint.and(opinion.probability());
            if (opinion.when().isPresent()) {
                when = when.meet(opinion.when().get());
            }
        }
        return new Held(joint, when);
    }

    /** Tracks that may be one of those counted, cut to the time in which they are. */
    List<CountSweep.Member> members(FoundTrack found, List<Track> tracks, int noun) {
        List<CountSweep.Member> members = new ArrayList<>();
        for (Track track : tracks) {
            if (track.wholeFrame()) {
                continue;
            }
            FoundTrack one = beside(found, track);
            Held held = held(one, noun);
            if (noun == 0 && held.probability() >= NOBODY) {
                held = related(one, held);
            }
            if (held.probability() >= NOBODY) {
                for (Span span : held.when().list()) {
                    boolean whole = span.fromMs() <= track.startMs() && span.toMs() >= track.endMs();
                    members.add(new CountSweep.Member(whole ? track : Paths.cut(track, span), held.probability()));
                }
            }
        }
        return members;
    }

    /** Of those near something only count that are. */
    private Held related(FoundTrack found, Held held) {
        Joint joint = held.joint();
        Spans when = held.when();
        for (Term term : terms) {
            if (term.check() instanceof Near) {
                Opinion near = new Company(this, term.noun(), found).opinion(term);
                joint = joint.and(near.probability());
                when = near.when().isPresent() ? when.meet(near.when().get()) : when;
            }
        }
        return new Held(joint, when);
    }

    /** What else the question names, while a track is on screen, by noun. */
    Map<Integer, Company> company(FoundTrack found) {
        Map<Integer, Company> company = new LinkedHashMap<>();
        for (Term term : terms) {
            if (term.noun() > 0 && !company.containsKey(term.noun())) {
                company.put(term.noun(), new Company(this, term.noun(), found));
            }
        }
        return company;
    }

    /** A noun with what is said of it, for people: {@code white van}. */
    String words(int noun) {
        List<String> words = new ArrayList<>();
        for (Term term : terms) {
            if (term.noun() == noun && (term.check() instanceof HasColour || term.check() instanceof Moves)) {
                words.add((term.negated() ? "not " : "") + term.condition().value());
            }
        }
        terms.stream()
                .filter(t -> t.noun() == noun && t.check() instanceof IsA)
                .findFirst()
                .ifPresent(t -> words.add(t.condition().value()));
        if (words.isEmpty()) {
            terms.stream()
                    .filter(t -> t.check() instanceof IsA && t.negated())
                    .findFirst()
                    .ifPresent(t -> words.add("no " + t.condition().value()));
        }
        return words.isEmpty() ? "thing" : String.join(" ", words);
    }

    /** Another track of the same moment. */
    static FoundTrack beside(FoundTrack found, Track track) {
        return new FoundTrack(found.asset(), found.moment(), track);
    }
}
