package dev.vireo.ingest.internal.clock;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells from what was read in a film whether a clock runs in its picture, and when the film then began.
 *
 * <p>A clock is believed when three readings or more, five seconds apart or more in all, agree: footage position taken from
 * the time shown leaves the same start, within two seconds, for four of five of them. A clock that stands, jumps or runs at
 * another speed leaves as many starts as it has readings. A time before 1990 or more than a day ahead is a dead battery.
 * Where day and month can be told either way, both are tried; only if one is impossible, or another clock of the file is
 * within a day of one of them, is it decided. Else there is no clock: a wrong month is worse than none.
 *
 * <p>Confidence 0.65, or 0.7 from ten readings on: above a file's name, which people change, and below the file's own
 * metadata, for the time in the picture has no zone and nobody sets it.
 */
public final class ScreenClock {
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final int LEAST_READINGS = 3;
    private static final int MANY_READINGS = 10;
    private static final long LEAST_SPAN_MS = 5_000;
    private static final long AGREEMENT_MS = 2_000;
    private static final double AGREEING = 0.8;

    private ScreenClock() {}

    /**
     * What was found.
     *
     * @param clock when the film began, by the clock in its picture
     * @param readings that agree
     */
    record Found(Clock clock, int readings) {
        /** How far another clock is off, for people; empty when they agree within a minute. */
        Optional<String> against(Clock other) {
            if (other.start().isEmpty()) {
                return Optional.empty();
            }
            Duration off = Duration.between(other.start().get(), clock.start().orElseThrow());
            return off.abs().toSeconds() < 60 ? Optional.empty() : Optional.of((off.isNegative() ? "-" : "+")
                    + off.abs().toDays() + " d " + String.format(Locale.ROOT, "%d:%02d:%02d",
                            off.abs().toHoursPart(), off.abs().toMinutesPart(), off.abs().toSecondsPart()));
        }
    }

    /**
     * @param texts what was read, in any order
     * @param known the clock that the film has without
     */
    static Optional<Found> in(List<SeenText> texts, Clock known, ZoneId zone, Instant now) {
        Map<BurntInTime.Order, List<Long>> starts = new EnumMap<>(BurntInTime.Order.class);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        int readings = 0;
        for (SeenText text : texts) {
            Map<BurntInTime.Order, LocalDateTime> read = BurntInTime.read(text.text());
            if (read.isEmpty()) {
                continue;
            }
            readings++;
            first = Math.min(first, text.startMs());
            last = Math.max(last, text.startMs());
            read.forEach((order, time) -> starts.computeIfAbsent(order, _ -> new ArrayList<>())
                    .add(time.atZone(zone).toInstant().toEpochMilli() - text.startMs()));
        }
        if (readings < LEAST_READINGS || last - first < LEAST_SPAN_MS) {
            return Optional.empty();
        }
        Map<BurntInTime.Order, Found> agreed = new EnumMap<>(BurntInTime.Order.class);
        for (Map.Entry<BurntInTime.Order, List<Long>> entry : starts.entrySet()) {
            agreed(entry.getValue(), readings, now).ifPresent(found -> agreed.put(entry.getKey(), found));
        }
        if (agreed.size() > 1) {
            if (agreed.values().stream().map(found -> found.clock().start()).distinct().count() > 1) {
                agreed.values().removeIf(found -> known.start().isEmpty()
                        || Duration.between(known.start().get(), found.clock().start().orElseThrow()).abs().toHours() > 24);
            }
        }
        return agreed.values().stream().findFirst();
    }

    /** Offers the clock that runs in the picture of an asset that was looked at to its end, when one does. */
    public static void offer(Catalog catalog, Site site, Asset asset) {
        if (asset.info().kind() != MediaKind.VIDEO) {
            return; // a single reading cannot be seen to run
        }
        List<SeenText> texts = new ArrayList<>();
        for (Moment moment : catalog.moments(asset.id())) {
            catalog.texts(moment.id()).stream().filter(text -> BurntInTime.isClock(text.text())).forEach(texts::add);
        }
        in(texts, asset.clock(), site.zone(), site.time().instant()).ifPresent(found -> catalog.offer(asset.id(),
                new OfferedClock(found.clock(), "in the picture, " + found.readings() + " readings"
                        + found.against(asset.clock()).map(off -> ", " + off + " from " + asset.clock().source().name()
                                .toLowerCase(Locale.ROOT).replace('_', ' ')).orElse(""))));
    }

    /** The start that most readings leave, when enough do. */
    private static Optional<Found> agreed(List<Long> starts, int readings, Instant now) {
        List<Long> sorted = starts.stream().sorted().toList();
        long median = sorted.get(sorted.size() / 2);
        List<Long> near = sorted.stream().filter(start -> Math.abs(start - median) <= AGREEMENT_MS).toList();
        if (near.size() < LEAST_READINGS || near.size() < AGREEING * readings) {
            return Optional.empty();
        }
        // A clock shows whole seconds, so it is up to one behind: the latest start that it allows is the nearest.
        Instant start = Instant.ofEpochMilli(near.get(near.size() - 1));
        if (start.isBefore(EARLIEST) || start.isAfter(now.plus(1, ChronoUnit.DAYS))) {
            return Optional.empty();
        }
        double confidence = near.size() >= MANY_READINGS ? 0.7 : 0.65;
        return Optional.of(new Found(new Clock(ClockSource.ON_SCREEN, confidence, Optional.of(start)), near.size()));
    }
}
