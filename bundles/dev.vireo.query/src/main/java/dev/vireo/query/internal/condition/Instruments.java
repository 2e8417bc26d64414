package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Calibration;
import dev.vireo.query.internal.evidence.ClassPool;
import dev.vireo.query.internal.evidence.Measures;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.tuning.Tuning;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** What conditions are measured with, for one question. Not thread-safe. */
public final class Instruments {
    private final Catalog catalog;
    private final Likeness likeness;
    private final Optional<Prompted> prompted;
    private final ZoneId zone;
    private final double yes;
    private final double unsure;
    private final long holdMs;
    private final ClassPool pool;
    private final Measures measures;
    private final Optional<TrackScope> scope;
    /** Of what is beside the subject: only the other nouns are asked of it. */
    private final Optional<TrackScope> companyScope;
    private final boolean counting;
    private final boolean company;
    private final boolean read;
    private final Map<Long, Track> wholes = new HashMap<>();
    private final Map<Long, List<Track>> tracksOf = new HashMap<>();
    private final Map<Long, List<SeenText>> textsOf = new HashMap<>();

    public Instruments(
            Catalog catalog, Lexicon lexicon, Likeness likeness, List<Term> terms, Optional<Prompt> prompt, Tuning tuning, ZoneId zone) {
        this.catalog = catalog;
        this.likeness = likeness;
        this.prompted = prompt.map(p -> new Prompted(p, this));
        this.zone = zone;
        this.yes = tuning.answer_probability();
        this.unsure = tuning.unsure_probability();
        this.holdMs = tuning.count_hold_ms();
        this.pool = new ClassPool(lexicon.models(),
                new Calibration(tuning.picture_scale(), tuning.picture_bias()), tuning.detector_weight(), tuning.classifier_weight(), yes,
                tuning.unsure_probability(), this::whole);
        this.measures = new Measures(zone, yes, tuning.unsure_probability());
        this.counting = terms.stream().anyMatch(t -> t.noun() == 0 && t.check() instanceof Count);
        this.company = counting || terms.stream().anyMatch(t -> t.noun() > 0 || t.check() instanceof Passage);
        this.read = terms.stream().anyMatch(t -> t.check() instanceof Says);
        // What a prompt may mean is more than its terms name.
        boolean prompted = terms.stream().anyMatch(t -> t.check() instanceof Prompted.Part);
        this.scope = prompted ? Optional.empty() : Optional.of(scope(terms));
        this.companyScope = counting || prompted ? scope : Optional.of(scope(terms.stream().filter(t -> t.noun() > 0).toList()));
    }

    private TrackScope scope(List<Term> terms) {
        return pool.scope(terms.stream().flatMap(t -> t.check().targets().stream()).toList(),
                terms.stream().anyMatch(t -> t.check() instanceof HasColour));
    }

    public Likeness likeness() {
        return likeness;
    }

    public ZoneId zone() {
        return zone;
    }

    /** From this probability on a claim is made. */
    public double yes() {
        return yes;
    }

    /** What a probability comes to. */
    public Verdict verdict(double probability) {
        return probability >= yes ? Verdict.MET : probability < unsure ? Verdict.NOT_MET : Verdict.UNSURE;
    }

    /** The question's visual prompt. @throws IllegalStateException when it has none */
    Prompted prompted() {
        return prompted.orElseThrow(() -> new IllegalStateException("the question has no visual prompt"));
    }

    /** How long a number must hold to be believed [ms]. */
    public long holdMs() {
        return holdMs;
    }

    ClassPool pool() {
        return pool;
    }

    Measures measures() {
        return measures;
    }

    /** Other assets that show the same footage as these, by asset. */
    public Map<Long, List<Twin>> twins(Collection<Long> assets) {
        return assets.size() < 2 ? Map.of() : catalog.twins(assets);
    }

    /** Reads the tracks of many moments at once, which takes a fraction of reading them one by one. */
    public void load(Collection<Long> moments) {
        tracksOf.putAll(tracks(moments));
    }

    /** The same for what was read in them. */
    public void loadTexts(Collection<Long> moments) {
        textsOf.putAll(catalog.texts(moments));
    }

    /** Whether a track is judged by what was read in its moment. */
    public boolean read() {
        return read;
    }

    private Map<Long, List<Track>> tracks(Collection<Long> moments) {
        return companyScope.map(labels -> catalog.tracks(moments, labels)).orElseGet(() -> catalog.tracks(moments));
    }

    /** Tracks that pass the filter, with the labels that the question's nouns need; of what is counted the moments are enough. */
    public List<FoundTrack> search(TrackFilter filter, int limit) {
        return counting
                ? catalog.search(filter, limit, TrackScope.BARE)
                : scope.map(labels -> catalog.search(filter, limit, labels)).orElseGet(() -> catalog.search(filter, limit));
    }

    /** Tracks nearest to what was asked, with the same. */
    public List<FoundTrack> nearest(TrackFilter filter, int limit) {
        return likeness.nearest(filter, limit, scope);
    }

    /** Whether a track is judged by what else its moment holds. */
    public boolean company() {
        return company;
    }

    /** Reads everything about the tracks that will be told of, at once. */
    public void tell(LongStream shown) {
        if (scope.isPresent()) {
            catalog.found(shown.distinct().boxed().toList()).forEach((id, found) -> wholes.put(id, found.track()));
        }
    }

    /** A track with everything that is known of it. */
    private Track whole(Track track) {
        return scope.isEmpty()
                ? track
                : wholes.computeIfAbsent(track.id(), id -> catalog.track(id).map(FoundTrack::track).orElse(track));
    }

    /** All tracks of a moment. */
    public List<Track> tracks(long moment) {
        return tracksOf.computeIfAbsent(moment, catalog::tracks);
    }

    /** All that was read in a moment. */
    List<SeenText> texts(long moment) {
        return textsOf.computeIfAbsent(moment, catalog::texts);
    }
}
