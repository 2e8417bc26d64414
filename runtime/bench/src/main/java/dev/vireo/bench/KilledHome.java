package dev.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a home while nothing runs on it, at a copy of its database, so that nothing is repaired by looking. */
final class KilledHome {
    private static final Pattern SEGMENT = Pattern.compile("s(\\d+)/(\\d+)-(\\d+)\\.mp4");

    /** Shorter holes in a recording come of rounding and of the network's moods [ms]. */
    private static final long LEAST_HOLE_MS = 1_500;

    /** What a killed recording may lose before the kill: the segment that was being written, and a group of pictures [ms]. */
    private static final long MOST_LOST_MS = 8_000;

    /** How well capture times are known on a busy machine [ms]. */
    private static final long SLACK_MS = 1_500;

    /** When a runtime was told to end, and was gone [ms since 1970]. */
    record Outage(long fromMs, long toMs) {}

    /** @param lostMs footage that came and was not kept, before the kill; @param blindMs from the kill to the next frame */
    record Hole(long lostMs, long blindMs) {}

    private final Path home;
    private final Consumer<String> fault;
    private final Set<String> recorded = new HashSet<>();
    private Set<String> orphans = Set.of();

    /** @param fault told what is not as it has to be */
    KilledHome(Path home, Consumer<String> fault) {
        this.home = home;
        this.fault = fault;
    }

    @FunctionalInterface
    private interface Look {
        void at(Statement database) throws SQLException, IOException;
    }

    private void database(Look look) throws IOException, SQLException {
        if (!Files.exists(home.resolve("catalog/vireo.db"))) {
            return;
        }
        Path copy = Files.createTempDirectory("vireo-bench-db");
        try {
            for (String name : List.of("vireo.db", "vireo.db-wal")) {
                if (Files.exists(home.resolve("catalog").resolve(name))) {
                    Files.copy(home.resolve("catalog").resolve(name), copy.resolve(name));
                }
            }
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("vireo.db"));
                    Statement statement = connection.createStatement()) {
                look.at(statement);
            }
        } finally {
            Appliance.deleteTree(copy);
        }
    }

    /**
     * After a kill: the database is sound, the bytes of every row are there, and what an earlier kill left was cleared.
     *
     * @param cleared whether the runtime that was killed had the time to clear what lay there before
     */
    void check(String when, boolean cleared) throws IOException, SQLException {
        database(statement -> {
            for (String pragma : List.of("PRAGMA integrity_check", "PRAGMA foreign_key_check")) {
                try (ResultSet rows = statement.executeQuery(pragma)) {
                    while (rows.next()) {
                        if (!"ok".equals(rows.getString(1))) {
                            fault.accept(pragma + " " + when + ": " + rows.getString(1));
                        }
                    }
                }
            }
            halfRemoved(statement, when);
            Set<String> left = bytes(statement, when);
            if (cleared) {
                left.stream().filter(orphans::contains).forEach(name -> fault.accept("orphan " + name + " was not cleared " + when));
            }
            orphans = left;
        });
        segments().forEach(segment -> recorded.add(segment));
    }

    /** What is remembered as removed is not there, and nothing is left of what is not there. */
    private void halfRemoved(Statement statement, String when) throws SQLException {
        for (String kind : List.of("asset", "moment", "track")) {
            faults(statement, "SELECT x.id FROM " + kind + " x JOIN removal r ON r.kind = '" + kind.toUpperCase(Locale.ROOT)
                    + "' AND x.id BETWEEN r.first_id AND r.last_id", kind + " is remembered as removed and is there " + when);
        }
        faults(statement, "SELECT id FROM track WHERE asset NOT IN (SELECT id FROM asset)", "track has no asset " + when);
        faults(statement, "SELECT id FROM seen_text_grams_docsize WHERE id NOT IN (SELECT id FROM seen_text)",
                "text is searched and is not there " + when);
    }

    private void faults(Statement statement, String query, String what) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                fault.accept(what + ": " + rows.getLong(1));
            }
        }
    }

    /** After everything was taken in: of a stream of which so much is kept there is no more than what comes until the next look. */
    void checkKept(long stream, long bytes) throws IOException, SQLException {
        database(statement -> {
            try (ResultSet rows = statement.executeQuery("SELECT coalesce(sum(p.bytes), 0) FROM piece p JOIN recording r ON r.asset = p.asset"
                    + " WHERE r.stream = " + stream)) {
                rows.next();
                if (rows.getLong(1) > 3 * bytes) {
                    fault.accept("stream s" + stream + " has " + rows.getLong(1) + " bytes where " + bytes + " are to be kept");
                }
            }
        });
    }

    /** @return names of files in the store that no row has */
    private Set<String> bytes(Statement statement, String when) throws SQLException, IOException {
        Map<String, Long> rows = new HashMap<>();
        try (ResultSet all = statement.executeQuery("SELECT sha256, bytes FROM piece UNION SELECT sha256, bytes FROM asset"
                + " WHERE id NOT IN (SELECT asset FROM recording)")) {
            while (all.next()) {
                rows.put(all.getString(1), all.getLong(2));
            }
        }
        Set<String> left = new HashSet<>();
        try (Stream<Path> files = Files.walk(home.resolve("media"), 2)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("[0-9a-f]{64}")).toList()) {
                Long bytes = rows.remove(file.getFileName().toString());
                if (bytes == null) {
                    left.add(file.getFileName().toString());
                } else if (bytes != Files.size(file)) {
                    fault.accept(file.getFileName() + " has " + Files.size(file) + " bytes of " + bytes + " " + when);
                }
            }
        }
        rows.keySet().forEach(name -> fault.accept("no bytes for " + name + " " + when));
        return left;
    }

    /** Segments that were recorded and are not taken in. */
    private List<String> segments() throws IOException {
        Path folder = home.resolve("media/recording");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(f -> folder.relativize(f).toString()).filter(f -> SEGMENT.matcher(f).matches()).toList();
        }
    }

    /** Segments that a kill found recorded and not taken in. */
    int recorded() {
        return recorded.size();
    }

    /** After everything was taken in and the runtime ended by itself. */
    void checkWhole() throws IOException, SQLException {
        check("at the end", true);
        orphans.forEach(name -> fault.accept("orphan " + name));
        for (String folder : List.of("media/incoming", "cache/clips")) {
            if (Files.isDirectory(home.resolve(folder))) {
                try (Stream<Path> files = Files.list(home.resolve(folder))) {
                    files.forEach(file -> fault.accept("left over: " + file));
                }
            }
        }
        database(statement -> {
            try (ResultSet rows = statement.executeQuery("SELECT id, path, state FROM asset WHERE state NOT IN ('READY', 'RECORDING')")) {
                while (rows.next()) {
                    fault.accept("asset " + rows.getLong(1) + " (" + rows.getString(2) + ") is " + rows.getString(3));
                }
            }
            samePartsAlways(statement);
        });
    }

    /** The same film has the same parts, however often it was killed over. */
    private void samePartsAlways(Statement statement) throws SQLException {
        Map<String, Map<Long, List<Long>>> films = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT a.path, a.id, m.end_ms FROM asset a JOIN moment m ON m.asset = a.id"
                + " WHERE a.id NOT IN (SELECT asset FROM recording) ORDER BY a.id, m.start_ms")) {
            while (rows.next()) {
                films.computeIfAbsent(rows.getString(1), _ -> new TreeMap<>())
                        .computeIfAbsent(rows.getLong(2), _ -> new ArrayList<>()).add(rows.getLong(3));
            }
        }
        films.forEach((path, versions) -> {
            if (versions.values().stream().distinct().count() > 1) {
                fault.accept(path + " has other parts each time: " + versions);
            }
        });
    }

    /**
     * Holes of the recordings of a stream of which all is kept. Each has to be around an outage, and to begin not long before it, or
     * to be told as the camera's doing; every segment that was recorded at a kill has to be in a piece.
     */
    List<Hole> holes(long stream, List<Outage> outages) throws IOException, SQLException {
        List<long[]> pieces = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        database(statement -> {
            try (ResultSet rows = statement.executeQuery("SELECT a.captured_ms + p.start_ms, a.captured_ms + p.end_ms FROM piece p"
                    + " JOIN asset a ON a.id = p.asset JOIN recording r ON r.asset = a.id WHERE r.stream = " + stream + " ORDER BY 1")) {
                while (rows.next()) {
                    pieces.add(new long[] {rows.getLong(1), rows.getLong(2)});
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT from_ms FROM stream_gap WHERE stream = " + stream
                    + " AND reason = 'the source closed the connection'")) {
                while (rows.next()) {
                    ends.add(rows.getLong(1));
                }
            }
        });
        Set<String> waiting = new HashSet<>(segments());
        for (String segment : recorded) {
            Matcher name = SEGMENT.matcher(segment);
            if (!name.matches() || Long.parseLong(name.group(1)) != stream || waiting.contains(segment)) {
                continue;
            }
            long from = Long.parseLong(name.group(2));
            long length = Long.parseLong(name.group(3));
            long kept = pieces.stream().mapToLong(p -> Math.max(0, Math.min(p[1], from + length) - Math.max(p[0], from))).sum();
            if (kept < 0.9 * length || kept > length) {
                fault.accept("segment " + segment + " was recorded, and " + kept + " ms of it are kept");
            }
        }
        List<Hole> holes = new ArrayList<>();
        for (int i = 1; i < pieces.size(); i++) {
            long from = pieces.get(i - 1)[1];
            long to = pieces.get(i)[0];
            if (to < from) {
                fault.accept("pieces overlap by " + (from - to) + " ms at " + to);
            }
            if (to - from < LEAST_HOLE_MS) {
                continue;
            }
            List<Outage> within = outages.stream()
                    .filter(o -> from <= o.toMs() + SLACK_MS && to >= o.fromMs() - SLACK_MS)
                    .toList();
            if (within.isEmpty() && ends.stream().anyMatch(end -> Math.abs(end - from) <= SLACK_MS)) {
                continue; // the film came to its end, and began again
            }
            if (within.isEmpty()) {
                fault.accept("a hole of " + (to - from) + " ms at " + from + ", when nothing was killed");
                continue;
            }
            Hole hole = new Hole(Math.max(0, within.getFirst().fromMs() - from), Math.max(0, to - within.getLast().toMs()));
            if (hole.lostMs() > MOST_LOST_MS + SLACK_MS) {
                fault.accept("a kill lost " + hole.lostMs() + " ms that had come before it");
            }
            holes.add(hole);
        }
        return holes;
    }
}
