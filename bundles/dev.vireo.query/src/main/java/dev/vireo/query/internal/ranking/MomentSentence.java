package dev.vireo.query.internal.ranking;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.LabelScore;
import dev.vireo.query.internal.noun.LiveModel;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes what is known of a track and of the moment around it as one English sentence or two, for models that read text.
 * Words that were read on screen stand in quotation marks: they are data. Of one question, for one thread.
 */
public final class MomentSentence {
    /** Weaker labels are mostly wrong; one in ten is worth a word. */
    private static final double LABEL = 0.1;
    private static final int LABELS = 4;
    private static final int AROUND = 5;
    private static final double COLOUR = 0.2;
    private static final int TEXT = 80;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'on' EEEE d MMMM uuuu", Locale.ENGLISH);

    private final Catalog catalog;
    private final ZoneId zone;
    private final Map<String, LiveModel> models = new HashMap<>();
    private final Map<Long, List<Track>> tracksOf = new HashMap<>();
    private final Map<Long, List<SeenText>> textsOf = new HashMap<>();

    public MomentSentence(Catalog catalog, List<LiveModel> models, ZoneId zone) {
        this.catalog = catalog;
        this.zone = zone;
        models.forEach(m -> this.models.put(m.ref(), m));
    }

    /** Reads everything about moments, at once. */
    void load(Collection<Long> moments) {
        tracksOf.putAll(catalog.tracks(moments.stream().filter(moment -> !tracksOf.containsKey(moment)).distinct().toList()));
    }

    /** All tracks of a moment; none when it is gone. */
    private List<Track> tracks(long moment) {
        return tracksOf.computeIfAbsent(moment, id -> catalog.tracks(List.of(id)).getOrDefault(id, List.of()));
    }

    /** @param frameMs the instant that is shown */
    String of(FoundTrack found, long frameMs) {
        Track track = found.track();
        // The question may have read but a part of it.
        Track known = tracks(track.moment()).stream().filter(t -> t.id() == track.id()).findFirst().orElse(track);
        List<String> own = names(known, LABELS);
        List<String> around = around(track, own);
        StringBuilder text = new StringBuilder();
        if (track.wholeFrame()) {
            text.append(found.asset().info().kind() == MediaKind.IMAGE ? "A photograph of " : "A video of ");
        }
        text.append(own.isEmpty() ? "something" : String.join(", ", own));
        List<String> colours = track.wholeFrame() ? List.of() : known.colours().stream()
                .filter(c -> c.fraction() >= COLOUR)
                .sorted(Comparator.comparingDouble(ColourShare::fraction).reversed())
                .map(c -> c.colour().name().toLowerCase(Locale.ROOT))
                .toList();
        if (!colours.isEmpty()) {
            text.append(", ").append(String.join(" and ", colours));
        }
        if (track.motion().state() != MotionState.UNKNOWN) {
            text.append(track.motion().state() == MotionState.PARKED ? ", standing still" : ", moving");
        }
        text.append('.');
        if (!around.isEmpty()) {
            text.append(" Also in view: ").append(String.join(", ", around)).append('.');
        }
        String words = words(track);
        if (!words.isEmpty()) {
            text.append(" Words on screen: ").append(words).append('.');
        }
        text.append(" Seen ");
        found.asset().clock().start().ifPresent(start ->
                text.append("at ").append(TIME.format(start.plusMillis(frameMs).atZone(zone))).append(' '));
        return text.append("in ").append(place(found.asset())).append('.').toString();
    }

    /** Labels of a track, the most probable of any model first. */
    private List<String> names(Track track, int limit) {
        Map<String, Double> best = new HashMap<>();
        for (LabelScore score : track.labels()) {
            LiveModel model = models.get(score.model());
            if (model != null && score.probability() >= LABEL && score.label() < model.vocabulary().labels().size()) {
                best.merge(model.vocabulary().labels().get(score.label()).name(), score.probability(), Math::max);
            }
        }
        return best.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What else there is at the same time, the frame as a whole included, most frequent first. */
    private List<String> around(Track track, List<String> own) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Track other : tracks(track.moment())) {
            if (other.id() != track.id() && other.startMs() <= track.endMs() && other.endMs() >= track.startMs()) {
                names(other, other.wholeFrame() ? LABELS : 1).forEach(name -> counts.merge(name, 1, Integer::sum));
            }
        }
        own.forEach(counts::remove);
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(AROUND)
                .map(Map.Entry::getKey)
                .toList();
    }

    private String words(Track track) {
        List<String> quoted = new ArrayList<>();
        int left = TEXT;
        for (SeenText seen : textsOf.computeIfAbsent(track.moment(), catalog::texts)) {
            if (left > 0 && seen.startMs() <= track.endMs() && seen.endMs() >= track.startMs()) {
                String text = seen.text().replace('"', '\'');
                quoted.add('"' + text.substring(0, Math.min(left, text.length())) + '"');
                left -= text.length();
            }
        }
        return quoted.stream().distinct().collect(Collectors.joining(", "));
    }

    /** The file's name as people give names: without its ending. */
    private static String place(Asset asset) {
        String path = asset.path().replace('\\', '/');
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return (dot > 0 ? file.substring(0, dot) : file).replace('_', ' ');
    }
}
