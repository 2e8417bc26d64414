package dev.vireo.query.internal.evidence;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.TimeRange;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.time.TimeSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Colour, state and time: what was measured at ingest, held against what is asked. */
public final class Measures {
    /**
     * Colours that light and shadow turn into each other. A white thing in the shade is grey: when such a neighbour is
     * what was measured, the answer is "unsure", not "no".
     */
    private static final Map<Colour, Set<Colour>> NEIGHBOURS = neighbours();

    /** Share at which a colour is as likely as not what a person would call the thing. */
    private static final double SHARE = 0.25;
    /** A colour must come this near to the largest other share. */
    private static final double RIVAL = 0.8;
    /** How fast likelihood grows with the share: 0.1 more makes it e times as likely. */
    private static final double SLOPE = 10;
    /**
     * How often a thing that is clearly measured as a colour is called that: paint, light and the words of people differ. Most
     * likely on the fitting half of {@code ./vireo bench reliability} (ADR 0009; docs/quality.md has what it makes of other footage).
     */
    private static final double NAMED = 0.8;
    /** The same for grey alone, which a dim or dull light makes of every colour. */
    private static final double NAMED_GREY = 0.4;
    /** A neighbour in light and shade is possible, and seldom it. */
    private static final double NEIGHBOUR = 0.1;

    private final ZoneId zone;
    private final double yes;
    private final double unsure;

    public Measures(ZoneId zone, double yes, double unsure) {
        this.zone = zone;
        this.yes = yes;
        this.unsure = unsure;
    }

    /**
     * {@code p = s / (1 + exp(-10 (f - max(0.25, 0.8 g))))} with {@code f} the share of the colours asked for and
     * {@code g} the largest share of another one: a quarter of the object, and not clearly less than its other colours;
     * {@code s} is 0.8, for grey 0.4.
     */
    public Opinion colour(Set<Colour> asked, Track track) {
        if (track.colours().isEmpty()) {
            return new Opinion(0.3, Verdict.UNSURE, track.wholeFrame() ? "no single object" : "not measured", "colour");
        }
        double share = 0;
        ColourShare rival = null;
        for (ColourShare colour : track.colours()) {
            if (asked.contains(colour.colour())) {
                share += colour.fraction();
            } else if (rival == null || colour.fraction() > rival.fraction()) {
                rival = colour;
            }
        }
        double other = rival == null ? 0 : rival.fraction();
        double named = asked.equals(Set.of(Colour.GREY)) ? NAMED_GREY : NAMED;
        double probability = named / (1 + Math.exp(-SLOPE * (share - Math.max(SHARE, RIVAL * other))));
        boolean shaded = rival != null && asked.stream().anyMatch(c -> near(c, track));
        Verdict verdict = probability >= yes ? Verdict.MET : probability < unsure ? Verdict.NOT_MET : Verdict.UNSURE;
        if (verdict == Verdict.NOT_MET && shaded) {
            verdict = Verdict.UNSURE;
            probability = NEIGHBOUR;
        }
        double kept = Math.max(0.02, probability);
        return new Opinion(kept, verdict, () -> shares(track.colours()), "colour", kept);
    }

    /** Shares as shown: {@code white 64 %, black 15 %}. */
    public static String shares(List<ColourShare> colours) {
        return colours.stream()
                .limit(3)
                .map(c -> c.colour().name().toLowerCase(Locale.ROOT) + " " + Math.round(c.fraction() * 100) + " %")
                .collect(Collectors.joining(", "));
    }

    /** Whether the largest measured colour is a neighbour of the one asked for. */
    private static boolean near(Colour asked, Track track) {
        return NEIGHBOURS.get(asked).contains(track.colours().get(0).colour());
    }

    private static Map<Colour, Set<Colour>> neighbours() {
        Map<Colour, Set<Colour>> map = new EnumMap<>(Colour.class);
        for (Colour colour : Colour.values()) {
            map.put(colour, EnumSet.noneOf(Colour.class));
        }
        Colour[][] pairs = {
            {Colour.WHITE, Colour.GREY}, {Colour.GREY, Colour.BLACK}, {Colour.RED, Colour.ORANGE}, {Colour.RED, Colour.PINK},
            {Colour.RED, Colour.BROWN}, {Colour.ORANGE, Colour.YELLOW}, {Colour.ORANGE, Colour.BROWN},
            {Colour.YELLOW, Colour.BROWN}, {Colour.BLUE, Colour.PURPLE}, {Colour.PINK, Colour.PURPLE}, {Colour.BLUE, Colour.GREY},
        };
        for (Colour[] pair : pairs) {
            map.get(pair[0]).add(pair[1]);
            map.get(pair[1]).add(pair[0]);
        }
        return map;
    }

    public Opinion state(MotionState asked, Track track) {
        Motion motion = track.motion();
        if (track.wholeFrame()) {
            return new Opinion(0.3, Verdict.UNSURE, "no single object", "motion");
        }
        if (motion.state() == MotionState.UNKNOWN) {
            return new Opinion(0.3, Verdict.UNSURE,
                    () -> motion.observedMs() == 0 ? "seen in one frame only" : "seen too briefly: " + moved(motion), "motion", 0.3);
        }
        boolean met = motion.state() == asked;
        return new Opinion(met ? 0.98 : 0.02, met ? Verdict.MET : Verdict.NOT_MET,
                () -> (met ? "" : motion.state().name().toLowerCase(Locale.ROOT) + ", ") + moved(motion), "motion", met ? 0.98 : 0.02);
    }

    private static String moved(Motion motion) {
        return String.format(Locale.ROOT, "moved %.2f of its size in %.1f s", motion.displacement(), motion.observedMs() / 1000.0);
    }

    /** When a track was on screen, in real time. Needs a known clock. */
    public static TimeRange captured(Asset asset, long startMs, long endMs) {
        Instant start = asset.clock().start().orElseThrow();
        return new TimeRange(start.plusMillis(startMs), start.plusMillis(Math.max(endMs, startMs + 1)));
    }

    public Opinion time(TimeSpec asked, Asset asset, Track track) {
        if (asset.clock().start().isEmpty()) {
            return new Opinion(0.3, Verdict.UNSURE, "capture time unknown", "clock");
        }
        TimeRange seen = captured(asset, track.startMs(), track.endMs());
        List<TimeRange> inside = asked.ranges(seen.from(), seen.to(), zone);
        double confidence = asset.clock().confidence();
        String source = asset.clock().source().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean met = !inside.isEmpty();
        double probability = met ? Math.min(1, 0.5 + confidence / 2) : Math.max(0.01, 0.5 - confidence / 2);
        return new Opinion(probability, met ? Verdict.MET : Verdict.NOT_MET,
                () -> shown(seen) + " (clock: " + source + ", confidence " + ClassWording.number(confidence) + ")", "clock", probability);
    }

    private String shown(TimeRange range) {
        DateTimeFormatter day = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
        boolean instant = range.to().toEpochMilli() - range.from().toEpochMilli() < 1000;
        return day.format(range.from()) + (instant ? "" : " to " + clock.format(range.to()));
    }
}
