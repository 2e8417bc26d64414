package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a runtime has told of its assets, to be compared with what the next one tells. */
final class Acknowledged {
    /** A moment's interval [ms]. */
    private record Interval(long startMs, long endMs) {}

    /** @param live whether it is a recording: its last moment may grow */
    private record Known(boolean live, boolean ready, long committedMs, Map<String, Interval> moments) {}

    private static final Pattern RETAINED = Pattern.compile("[am]\\d+ .*\\(rtsp:.*\\) was removed at \\d{4}-.*: stream s\\d+ keeps .*");

    private final Consumer<String> fault;
    private int removed;
    private final Map<String, Known> assets = new TreeMap<>();

    /** @param fault told what is not as it has to be */
    Acknowledged(Consumer<String> fault) {
        this.fault = fault;
    }

    int assets() {
        return assets.size();
    }

    int moments() {
        return assets.values().stream().mapToInt(a -> a.moments().size()).sum();
    }

    /** Asks for everything and compares it with what was told before. */
    void look(Appliance appliance, String when) throws Exception {
        Map<String, Known> now = new HashMap<>();
        for (JsonNode asset : appliance.get("/api/v1/assets?limit=10000").path("assets")) {
            String id = asset.path("id").asText();
            try {
                now.put(id, known(appliance.get("/api/v1/assets/" + id), when));
            } catch (IllegalStateException e) {
                if (!RETAINED.matcher(appliance.absent("/api/v1/assets/" + id)).matches()) {
                    fault.accept("asset " + id + " was listed and does not answer " + when + ": " + e.getMessage());
                }
            }
        }
        for (String id : List.copyOf(assets.keySet())) {
            if (!now.containsKey(id)) {
                gone(appliance, id, assets.remove(id), when);
            }
        }
        now.forEach((id, asset) -> compared(id, asset, when));
    }

    /** Of what retention removed, each id that was told says when and why. */
    private void gone(Appliance appliance, String id, Known asset, String when) throws Exception {
        List<String> paths = new ArrayList<>(List.of("/api/v1/assets/" + id));
        asset.moments().keySet().forEach(moment -> paths.add("/api/v1/moments/" + moment));
        for (String path : paths) {
            String told = appliance.absent(path);
            if (!asset.live() || !RETAINED.matcher(told).matches()) {
                fault.accept(path + " is gone " + when + ": " + told);
            }
        }
        removed++;
    }

    /** Recordings that were told of, and removed because they were not to be kept. */
    int removed() {
        return removed;
    }

    /** Asks for one asset. @return its moments */
    int look(Appliance appliance, String id, String when) throws Exception {
        Known asset = known(appliance.get("/api/v1/assets/" + id), when);
        compared(id, asset, when);
        return asset.moments().size();
    }

    private Known known(JsonNode asset, String when) {
        boolean live = asset.path("path").asText().startsWith("rtsp:");
        Map<String, Interval> moments = new TreeMap<>();
        long until = 0;
        for (JsonNode moment : asset.path("moments")) {
            Interval interval = new Interval(moment.path("start_ms").asLong(), moment.path("end_ms").asLong());
            if (live ? interval.startMs() < until : interval.startMs() != until) {
                fault.accept("asset " + asset.path("id").asText() + " has a gap or a part twice at " + moment + " " + when);
            }
            until = interval.endMs();
            moments.put(moment.path("id").asText(), interval);
        }
        return new Known(live, asset.path("state").asText().toLowerCase(Locale.ROOT).equals("ready"),
                asset.path("committed_ms").asLong(), moments);
    }

    private void compared(String id, Known now, String when) {
        Known before = assets.put(id, now);
        if (before == null) {
            return;
        }
        if (now.committedMs() < before.committedMs() || before.ready() && !now.ready()) {
            fault.accept("asset " + id + " went back from " + before.committedMs() + " to " + now.committedMs() + " ms " + when);
        }
        before.moments().forEach((moment, interval) -> {
            Interval kept = now.moments().get(moment);
            boolean same = kept != null && kept.startMs() == interval.startMs()
                    && (before.live() ? kept.endMs() >= interval.endMs() : kept.endMs() == interval.endMs());
            if (!same) {
                fault.accept("asset " + id + ": moment " + moment + " was " + interval + ", is " + kept + " " + when);
            }
        });
        if (before.ready() && !now.moments().keySet().equals(before.moments().keySet())) {
            fault.accept("asset " + id + " was finished and was done again " + when);
        }
    }

    /** Asks for a picture of every asset, for every moment, and a question. */
    void answers(Appliance appliance) throws Exception {
        for (Map.Entry<String, Known> asset : assets.entrySet()) {
            try {
                appliance.bytes("/api/v1/assets/" + asset.getKey() + "/frame?ms=0&max_side=64");
                for (String moment : asset.getValue().moments().keySet()) {
                    appliance.get("/api/v1/moments/" + moment);
                }
            } catch (IllegalStateException e) {
                if (!RETAINED.matcher(appliance.absent("/api/v1/assets/" + asset.getKey())).matches()) {
                    fault.accept("asset " + asset.getKey() + " does not answer: " + e.getMessage());
                }
            }
        }
        JsonNode answer = appliance.ask("people", 10, "cameras");
        if (answer.path("hits").isEmpty()) {
            fault.accept("people are not found: " + answer.path("status").asText() + " " + answer.path("text").asText());
        }
    }
}
