package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Four hours of an empty place with three short events: how long ingest takes, how many moments there are, whether each
 * event is a hit at its second and whether every minute is found by its time.
 */
final class WholeFootageBench implements Benchmark {
    private static final int PIECE_S = 60;
    private static final LocalTime BEGIN = LocalTime.of(10, 0);

    /** Something that happens: second of the film, second of the clip that is shown, how long [s]. */
    private record Event(int at, int from, int length) {}

    @Override
    public String name() {
        return "whole-footage";
    }

    @Override
    public String summary() {
        return "CLIP [HOURS=4]  a static film made of CLIP's median picture with three pieces of CLIP in it";
    }

    @Override
    public int run(List<String> args) throws Exception {
        if (args.isEmpty() || !Files.isReadable(Path.of(args.get(0)))) {
            System.err.println("bench whole-footage needs a readable clip of at least 66 s with people, got " + args);
            return 2;
        }
        int minutes = (int) Math.round((args.size() > 1 ? Double.parseDouble(args.get(1)) : 4) * 60);
        if (minutes < 4 || minutes > 24 * 60) {
            System.err.println("bench whole-footage makes films of 0.07 to 24 hours, got " + args.get(1));
            return 2;
        }
        List<Event> events = List.of(
                new Event(minutes / 5 * 60, 10, 5), new Event(minutes / 2 * 60 + 5, 30, 4), new Event(minutes * 4 / 5 * 60 + 9, 60, 6));
        Path work = Files.createTempDirectory("vireo-bench-whole");
        try (Appliance appliance = Appliance.start(Files.createDirectory(work.resolve("home")))) {
            Path clip = Path.of(args.get(0)).toAbsolutePath();
            appliance.add(List.of(clip), null, "warm"); // ffmpeg is unpacked, models are live
            Ffmpeg ffmpeg = Ffmpeg.of(appliance.home()).orElseThrow();
            Path film = film(ffmpeg, clip, work, minutes, events);
            double cpuBefore = appliance.cpuSeconds();
            long begin = System.nanoTime();
            JsonNode job = appliance.add(List.of(film), "2024-05-14T10:00:00");
            double wall = (System.nanoTime() - begin) / 1e9;
            double cpu = appliance.cpuSeconds() - cpuBefore;
            double seconds = job.path("items").path(0).path("duration_ms").asDouble() / 1000;

            int found = 0;
            JsonNode hits = appliance.ask("people", 100).path("hits");
            List<String> elsewhere = new ArrayList<>();
            for (Event event : events) {
                boolean there = false;
                for (JsonNode hit : hits) {
                    there |= Math.abs(hit.path("start_ms").asLong() - event.at() * 1000L) <= 1000;
                }
                found += there ? 1 : 0;
                System.out.println("event at " + event.at() + " s: " + (there ? "hit" : "NOT FOUND"));
            }
            for (JsonNode hit : hits) {
                long start = hit.path("start_ms").asLong();
                if (events.stream().noneMatch(e -> start >= e.at() * 1000L - 1000 && start <= (e.at() + e.length()) * 1000L + 1000)) {
                    elsewhere.add(start + " ms");
                }
            }
            System.out.println("people elsewhere: " + (elsewhere.isEmpty() ? "none" : elsewhere));
            int missed = 0;
            for (int minute = 0; minute < minutes; minute++) {
                String question = "between " + BEGIN.plusMinutes(minute) + " and " + BEGIN.plusMinutes(minute + 1L);
                if (!inside(appliance.ask(question, 5).path("hits"), minute)) {
                    missed++;
                    System.out.println("\"" + question + "\": NOT FOUND");
                }
            }
            double[] resident = appliance.residentMegabytes();
            ObjectNode result = Appliance.JSON.createObjectNode();
            result.put("bench", name());
            result.put("footage_s", seconds);
            result.put("wall_s", wall);
            result.put("cpu_s", cpu);
            result.put("times_real_time", seconds / wall);
            result.put("moments", job.path("moments").asLong());
            result.put("frames_looked_at", job.path("frames").asLong());
            result.put("events_found", found);
            result.put("people_elsewhere", elsewhere.size());
            result.put("minutes_not_found", missed);
            result.put("resident_mb", resident[0]);
            result.put("peak_mb", resident[1]);
            System.out.println(result);
            return found == events.size() && missed == 0 ? 0 : 1;
        } finally {
            Appliance.deleteTree(work);
        }
    }

    /** Whether a hit's interval and its frame lie in a minute of the film. */
    private static boolean inside(JsonNode hits, int minute) {
        long from = minute * 60_000L;
        for (JsonNode hit : hits) {
            long frame = hit.path("frame_ms").asLong();
            if (hit.path("start_ms").asLong() >= from && hit.path("end_ms").asLong() <= from + 60_000
                    && frame >= from && frame <= from + 60_000) {
                return true;
            }
        }
        return false;
    }

    private static Path film(Ffmpeg ffmpeg, Path clip, Path work, int minutes, List<Event> events) throws Exception {
        Path picture = work.resolve("still.png");
        ffmpeg.run(List.of("-i", clip.toString(), "-vf", "fps=1,tmedian=radius=39", "-frames:v", "1", picture.toString()));
        List<String> list = new ArrayList<>();
        int at = 0;
        for (Event event : events) {
            at = still(ffmpeg, picture, work, list, at, event.at());
            Path piece = work.resolve("event" + at + ".mp4");
            encode(ffmpeg, List.of("-ss", Integer.toString(event.from()), "-t", Integer.toString(event.length()), "-i",
                    clip.toString()), piece);
            list.add("file '" + piece + "'");
            at += event.length();
        }
        still(ffmpeg, picture, work, list, at, minutes * 60);
        Path pieces = work.resolve("pieces.txt");
        Files.write(pieces, list);
        Path film = work.resolve("film.mp4");
        ffmpeg.run(List.of("-f", "concat", "-safe", "0", "-i", pieces.toString(), "-c", "copy", film.toString()));
        return film;
    }

    /** The picture from one second of the film to another. @return where it ends */
    private static int still(
            Ffmpeg ffmpeg, Path picture, Path work, List<String> list, int from, int to) throws Exception {
        for (int at = from; at < to; ) {
            int length = Math.min(PIECE_S, to - at);
            Path piece = work.resolve("still" + length + ".mp4");
            if (!Files.exists(piece)) {
                encode(ffmpeg, List.of("-loop", "1", "-framerate", "10", "-t", Integer.toString(length), "-i",
                        picture.toString()), piece);
            }
            list.add("file '" + piece + "'");
            at += length;
        }
        return to;
    }

    private static void encode(Ffmpeg ffmpeg, List<String> input, Path target) throws Exception {
        List<String> arguments = new ArrayList<>(input);
        arguments.addAll(List.of("-vf", "fps=10", "-c:v", "libopenh264", "-b:v", "1500k", "-g", "100", "-pix_fmt", "yuv420p",
                "-video_track_timescale", "10000", target.toString()));
        ffmpeg.run(arguments);
    }
}
