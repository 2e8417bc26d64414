package dev.vireo.query.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Track;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What conditions are measured with, for one question. Not thread-safe. */
final class Instruments {
    private final Catalog catalog;
    private final Likeness likeness;
    private final ZoneId zone;
    private final double yes;
    private final long holdMs;
    private final ClassPool pool;
    private final Measures measures;
    private final Map<Long, List<Track>> tracksOf = new HashMap<>();

    Instruments(Catalog catalog, Lexicon lexicon, Likeness likeness, Tuning tuning, ZoneId zone) {
        this.catalog = catalog;
        this.likeness = likeness;
        this.zone = zone;
        this.yes = tuning.answer_probability();
        this.holdMs = tuning.count_hold_ms();
        this.pool = new ClassPool(lexicon.models(), tuning.detector_weight(), tuning.classifier_weight(), yes,
                tuning.unsure_probability());
        this.measures = new Measures(zone, yes, tuning.unsure_probability());
    }

    Likeness likeness() {
        return likeness;
    }

    ZoneId zone() {
        return zone;
    }

    /** From this probability on a claim is made. */
    double yes() {
        return yes;
    }

    /** How long a number must hold to be believed [ms]. */
    long holdMs() {
        return holdMs;
    }

    ClassPool pool() {
        return pool;
    }

    Measures measures() {
        return measures;
    }

    /** All tracks of a moment. */
    List<Track> tracks(long moment) {
        return tracksOf.computeIfAbsent(moment, catalog::tracks);
    }
}
