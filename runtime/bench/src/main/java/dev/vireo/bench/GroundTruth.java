package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.vireo.api.media.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What people say that footage shows: for each label the pictures, or the intervals of videos, that show it.
 *
 * @param files every file that was labelled, those with no label included; a file that was not labelled tells nothing
 * @param byLabel what shows each label, by label
 */
record GroundTruth(Set<Path> files, Map<String, List<Shown>> byLabel) {
    /**
     * One place where a label holds.
     *
     * @param file absolute path
     * @param span when, in a video; empty for a picture or a whole video
     * @param boxes where, when that is known [px]
     */
    record Shown(Path file, Optional<Span> span, List<Box> boxes) {}

    /** An interval [ms], its end exclusive. */
    record Span(long fromMs, long toMs) {
        /** Length of what both hold [ms]. */
        long overlap(long from, long to) {
            return Math.max(0, Math.min(toMs, to) - Math.max(fromMs, from));
        }
    }

    /** Wrong labels files are the user's to mend: the message names the file, the line and what is needed. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** The labels file that a folder brings: {@code labels.csv} or {@code instances.json}. */
    static Optional<Path> in(Path folder) {
        return Arrays.stream(new String[] {"labels.csv", "instances.json", "annotations.json"})
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Reads a labels file; paths in it are relative to its own folder, or else to the footage's.
     *
     * @throws Unreadable when it is neither of the two formats or names no file that exists
     */
    static GroundTruth read(Path folder, Path labels) throws IOException {
        GroundTruth truth = labels.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? coco(folder, labels) : csv(folder, labels);
        if (truth.byLabel.isEmpty()) {
            throw new Unreadable(labels + ": no label on any file of " + folder);
        }
        return truth;
    }

    private static Optional<Path> file(Path folder, Path labels, String name) {
        List<Path> places = new ArrayList<>();
        places.add(labels.toAbsolutePath().normalize().resolveSibling(name));
        places.add(folder.resolve(name));
        return places.stream().map(Path::normalize).filter(p -> p.startsWith(folder) && Files.isRegularFile(p)).findFirst();
    }

    /** {@code path,labels} or {@code path,start,end,labels}, with a header line; labels are parted by {@code |}. */
    private static GroundTruth csv(Path folder, Path labels) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        Map<String, List<Shown>> byLabel = new TreeMap<>();
        CsvMapper mapper = CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES,
                CsvParser.Feature.TRIM_SPACES).build();
        try (MappingIterator<String[]> rows = mapper.readerFor(String[].class).readValues(labels.toFile())) {
            if (!rows.hasNextValue()) {
                throw new Unreadable(labels + ": empty; it needs the header 'path,labels' or 'path,start,end,labels'");
            }
            List<String> header = Arrays.stream(rows.nextValue()).map(s -> s.strip().toLowerCase(Locale.ROOT)).toList();
            int path = header.indexOf("path");
            int what = header.indexOf("labels");
            int start = header.indexOf("start");
            int end = header.indexOf("end");
            if (path < 0 || what < 0 || start < 0 != end < 0) {
                throw new Unreadable(labels + ": the header is " + header
                        + "; it needs 'path,labels' or, for videos, 'path,start,end,labels'");
            }
            for (int line = 2; rows.hasNextValue(); line++) {
                String[] row = rows.nextValue();
                if (row.length <= Math.max(Math.max(path, what), Math.max(start, end))) {
                    throw new Unreadable(labels + ", row " + line + ": " + row.length + " columns; the header has " + header.size());
                }
                String name = row[path];
                Path file = file(folder, labels, name).orElse(null);
                if (file == null) {
                    throw new Unreadable(labels + ", row " + line + ": there is no file '" + name + "' in " + folder);
                }
                files.add(file);
                Optional<Span> span = Optional.empty();
                if (start >= 0 && !(row[start].isBlank() && row[end].isBlank())) {
                    span = Optional.of(span(labels, line, row[start], row[end]));
                }
                for (String label : row[what].split("\\|")) {
                    if (!label.isBlank()) {
                        byLabel.computeIfAbsent(label.strip(), l -> new ArrayList<>()).add(new Shown(file, span, List.of()));
                    }
                }
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new Unreadable(labels + ": not a CSV file: " + e.getOriginalMessage());
        }
        return new GroundTruth(files, byLabel);
    }

    private static Span span(Path labels, int line, String start, String end) throws Unreadable {
        long from = milliseconds(labels, line, start);
        long to = milliseconds(labels, line, end);
        if (to <= from) {
            throw new Unreadable(labels + ", row " + line + ": end " + end + " must be after start " + start);
        }
        return new Span(from, to);
    }

    /** Seconds ({@code 83.5}) or {@code h:mm:ss}, {@code m:ss}. */
    private static long milliseconds(Path labels, int line, String text) throws Unreadable {
        double seconds = 0;
        try {
            for (String part : text.strip().split(":", -1)) {
                seconds = seconds * 60 + Double.parseDouble(part);
            }
        } catch (NumberFormatException e) {
            seconds = -1;
        }
        if (!(seconds >= 0 && seconds < 1e7)) {
            throw new Unreadable(labels + ", row " + line + ": the time is '" + text + "'; it needs seconds (83.5) or h:mm:ss");
        }
        return Math.round(seconds * 1000);
    }

    /** COCO's "instances": images, annotations with {@code bbox} [x, y, w, h], categories. */
    private static GroundTruth coco(Path folder, Path labels) throws IOException {
        JsonNode root;
        try {
            root = Appliance.JSON.readTree(labels.toFile());
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new Unreadable(labels + ": not JSON: " + e.getOriginalMessage());
        }
        for (String part : List.of("images", "annotations", "categories")) {
            if (!root.path(part).isArray()) {
                throw new Unreadable(labels + ": no list '" + part + "'; it needs COCO's images, annotations and categories");
            }
        }
        Map<String, String> names = new HashMap<>();
        root.path("categories").forEach(c -> names.put(c.path("id").asText(), c.path("name").asText()));
        Map<String, Path> images = new HashMap<>();
        for (JsonNode image : root.path("images")) {
            String name = image.path("file_name").asText();
            file(folder, labels, name).ifPresent(f -> images.put(image.path("id").asText(), f));
        }
        Map<String, Map<Path, List<Box>>> boxes = new TreeMap<>();
        for (JsonNode annotation : root.path("annotations")) {
            Path file = images.get(annotation.path("image_id").asText());
            String name = names.get(annotation.path("category_id").asText());
            JsonNode box = annotation.path("bbox");
            if (file != null && name != null) {
                List<Box> all = boxes.computeIfAbsent(name, n -> new TreeMap<>()).computeIfAbsent(file, f -> new ArrayList<>());
                if (box.size() == 4 && box.get(2).asDouble() > 0 && box.get(3).asDouble() > 0) {
                    all.add(new Box(box.get(0).asDouble(), box.get(1).asDouble(), box.get(2).asDouble(), box.get(3).asDouble()));
                }
            }
        }
        Map<String, List<Shown>> byLabel = new TreeMap<>();
        boxes.forEach((name, files) -> files.forEach((file, all) -> byLabel.computeIfAbsent(name, n -> new ArrayList<>())
                .add(new Shown(file, Optional.empty(), List.copyOf(all)))));
        return new GroundTruth(new HashSet<>(images.values()), byLabel);
    }
}
