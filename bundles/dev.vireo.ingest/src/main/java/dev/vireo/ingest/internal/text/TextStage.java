package dev.vireo.ingest.internal.text;

import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.text.TextPlace;
import dev.vireo.api.text.Wording;
import dev.vireo.ingest.internal.clock.BurntInTime;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.model.TextReading;
import dev.vireo.ingest.internal.moment.MomentContents;
import dev.vireo.ingest.internal.moment.MomentStage;
import dev.vireo.ingest.internal.moment.Scene;
import dev.vireo.ingest.internal.picture.View;
import dev.vireo.ingest.internal.work.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written in a moment. The first frame is searched as a whole, later ones only where something changed that may be
 * writing; a line that stays is read once and extended in time. So a busy scene without writing costs little, and a still one
 * nothing.
 */
public final class TextStage implements MomentStage {
    /** Shortest time between readings of a line that changes [ms]. */
    private static final long FIRST_PAUSE_MS = 1_000;

    /** A line that was covered for longer is a new one when it is seen again [ms]. */
    private static final long LONGEST_COVER_MS = 10_000;

    /** Lines read less surely are not kept: most of them are texture. */
    private static final double LEAST_PROBABILITY = 0.3;

    /** The same for a single character, which texture looks like more often. */
    private static final double LEAST_SINGLE = 0.9;

    /** Most lines kept of a moment. */
    private static final int MOST_LINES = 5_000;

    private final MediaInfo info;
    private final Models models;
    private final int maxSide;
    private final long sampleIntervalMs;
    private final TextSearch search;
    private final List<TextTrack> live = new ArrayList<>();
    private final List<TextTrack> over = new ArrayList<>();
    private double scaleX = 1;
    private double scaleY = 1;

    public TextStage(MediaInfo info, Models models, Settings settings) {
        this.info = info;
        this.models = models;
        this.maxSide = info.kind() == MediaKind.IMAGE ? settings.analysisMaxSide() : settings.textMaxSide();
        this.sampleIntervalMs = settings.sampleIntervalMs();
        this.search = new TextSearch(models, maxSide);
        if (settings.textMaxSide() == 0) {
            search.off();
        }
    }

    @Override
    public void look(Scene scene) {
        View view = scene.view();
        Image image = view.image();
        scaleX = info.width() / (double) image.width();
        scaleY = info.height() / (double) image.height();
        if (!scene.changed()) {
            still(view.timeMs());
            return;
        }
        follow(image, view.timeMs());
        List<TextPlace> places = new ArrayList<>();
        List<Box> known = live.stream().filter(track -> track.hiddenMs() < 0).map(TextTrack::box).toList();
        for (TextPlace place : search.in(image, view.timeMs(), known)) {
            if (live.stream().noneMatch(track -> track.hiddenMs() < 0 && same(track.box(), place.box()))) {
                places.add(place);
            }
        }
        for (TextReading reading : models.readText(image, places)) {
            if (isText(reading)) {
                found(reading, image, view.timeMs());
            }
        }
    }

    /** Looks whether the lines that are known still stand there; reads those that changed, less and less often. */
    private void follow(Image image, long timeMs) {
        Map<TextPlace, TextTrack> read = new HashMap<>();
        for (Iterator<TextTrack> all = live.iterator(); all.hasNext(); ) {
            TextTrack track = all.next();
            boolean like = TextPatch.of(image, track.box()).like(track.patch());
            if (like && !(BurntInTime.isClock(track.best().region().text()) && track.due(timeMs))) {
                track.seen(timeMs);
            } else if (track.due(timeMs)) {
                read.put(track.place(), track);
            } else if (track.hiddenMs() < 0 && BurntInTime.isClock(track.best().region().text())) {
                track.seen(timeMs); // it runs on unread
            } else if (track.hiddenMs() >= 0 && timeMs - track.hiddenMs() > LONGEST_COVER_MS) {
                over.add(track);
                all.remove();
            }
        }
        if (read.isEmpty()) {
            return;
        }
        Map<TextPlace, TextReading> readings = new HashMap<>();
        for (TextReading reading : models.readText(image, List.copyOf(read.keySet()))) {
            readings.put(reading.region().place(), reading);
        }
        read.forEach((place, track) -> {
            TextReading reading = readings.get(place);
            if (reading == null || !isText(reading)) {
                track.hidden(timeMs);
            } else if (sameText(reading, track.best())) {
                track.seen(timeMs, reading, TextPatch.of(image, track.box()));
            } else {
                over.add(track);
                live.remove(track);
                add(new TextTrack(reading, TextPatch.of(image, track.box()), timeMs, track.longerPauseMs()));
            }
        });
    }

    /** A line that stands where none is seen: one that was covered, or a new one. */
    private void found(TextReading reading, Image image, long timeMs) {
        Box box = reading.region().place().box();
        for (TextTrack track : live) {
            if (track.hiddenMs() >= 0 && same(track.box(), box) && sameText(reading, track.best())) {
                track.seen(timeMs, reading, TextPatch.of(image, track.box()));
                return;
            }
        }
        add(new TextTrack(reading, TextPatch.of(image, box), timeMs, FIRST_PAUSE_MS));
    }

    private void add(TextTrack track) {
        if (live.size() + over.size() < MOST_LINES) {
            live.add(track);
        }
    }

    private static boolean isText(TextReading reading) {
        int length = Wording.of(reading.region().text()).length();
        return length > 0 && reading.region().probability() >= (length == 1 ? LEAST_SINGLE : LEAST_PROBABILITY);
    }

    private static boolean sameText(TextReading a, TextReading b) {
        if (BurntInTime.isClock(a.region().text()) || BurntInTime.isClock(b.region().text())) {
            return a.region().text().equals(b.region().text()); // one character makes another time
        }
        return Wording.of(a.region().text()).like(Wording.of(b.region().text()));
    }

    private static boolean same(Box a, Box b) {
        return a.intersection(b) > 0.5 * Math.min(a.area(), b.area());
    }

    @Override
    public void still(long untilMs) {
        live.stream().filter(track -> track.hiddenMs() < 0).forEach(track -> track.seen(untilMs));
    }

    @Override
    public void finish(long endMs, MomentContents contents) {
        over.addAll(live);
        live.clear();
        tell(over, endMs, contents);
    }

    @Override
    public void soFar(long endMs, MomentContents contents) {
        List<TextTrack> all = new ArrayList<>(over);
        all.addAll(live);
        tell(all, endMs, contents);
    }

    private void tell(List<TextTrack> tracks, long endMs, MomentContents contents) {
        tracks.sort(Comparator.comparingLong(TextTrack::startMs)
                .thenComparingDouble(track -> track.box().y())
                .thenComparingDouble(track -> track.box().x()));
        for (TextTrack track : tracks) {
            long until = info.kind() == MediaKind.IMAGE
                    ? track.startMs()
                    : Math.max(track.startMs() + 1, Math.min(endMs, track.lastMs() + sampleIntervalMs));
            cut(track.box().scale(scaleX, scaleY)).ifPresent(box -> contents.add(new SeenText(
                    track.best().region().text(), box, track.startMs(), until,
                    track.best().region().probability(), track.best().model())));
        }
    }

    /** What of a box lies in the picture. */
    private Optional<Box> cut(Box box) {
        double left = Math.clamp(box.x(), 0, info.width());
        double top = Math.clamp(box.y(), 0, info.height());
        double right = Math.clamp(box.x() + box.w(), 0, info.width());
        double bottom = Math.clamp(box.y() + box.h(), 0, info.height());
        return right > left && bottom > top
                ? Optional.of(new Box(left, top, right - left, bottom - top))
                : Optional.empty();
    }
}
