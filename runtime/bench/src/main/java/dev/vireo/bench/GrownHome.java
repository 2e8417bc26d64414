package dev.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes a home of many pictures out of one of some, whose runtime is stopped: each copy is an asset with media of its own (the
 * same picture, other bytes) and with moments, tracks, labels and vectors of its own. Looking at thousands of pictures anew
 * would take most of an hour and tell nothing about what comes after.
 */
final class GrownHome {
    private GrownHome() {}

    private record Original(long id, String sha256) {}

    /** Grows a home to this many assets. */
    static void to(Path home, int assets) throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("catalog/vireo.db"));
                Statement statement = db.createStatement()) {
            db.setAutoCommit(false);
            List<Original> originals = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT id, sha256 FROM asset WHERE state = 'READY' ORDER BY id")) {
                while (rows.next()) {
                    originals.add(new Original(rows.getLong(1), rows.getString(2)));
                }
            }
            for (int n = originals.size(); n < assets; n++) {
                copy(home, statement, originals.get(n % originals.size()), n);
                if (n % 500 == 0) {
                    db.commit();
                }
            }
            db.commit();
        }
    }

    private static void copy(Path home, Statement db, Original original, int n) throws Exception {
        byte[] picture = Files.readAllBytes(file(home, original.sha256()));
        byte[] other = java.util.Arrays.copyOf(picture, picture.length + 4);
        for (int i = 0; i < 4; i++) {
            other[picture.length + i] = (byte) (n >>> (8 * i)); // behind the end of the picture: no decoder minds
        }
        String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(other));
        write(file(home, sha), other);
        db.executeUpdate("INSERT INTO asset SELECT NULL" + columns(db, "asset", "id", "sha256", sha, "path", "copy-" + n + ".jpg")
                + " FROM asset WHERE id = " + original.id());
        long asset = last(db);
        for (long moment : ids(db, "SELECT id FROM moment WHERE asset = " + original.id())) {
            db.executeUpdate("INSERT INTO moment SELECT NULL, " + asset + ", start_ms, end_ms, key_ms FROM moment WHERE id = " + moment);
            long newMoment = last(db);
            for (long track : ids(db, "SELECT id FROM track WHERE moment = " + moment)) {
                db.executeUpdate("INSERT INTO track SELECT NULL" + columns(db, "track", "id", "moment", "" + newMoment, "asset", "" + asset)
                        + " FROM track WHERE id = " + track);
                long newTrack = last(db);
                db.executeUpdate("INSERT INTO track_path SELECT " + newTrack + ", observations, labels FROM track_path WHERE track = " + track);
                db.executeUpdate("INSERT INTO label_score SELECT model, label, " + newTrack + ", ppm FROM label_score WHERE track = " + track);
                db.executeUpdate("INSERT INTO colour_share SELECT " + newTrack + ", colour, fraction FROM colour_share WHERE track = " + track);
                db.executeUpdate("INSERT INTO vector (space, track, data) SELECT space, " + newTrack + ", data FROM vector WHERE track = " + track);
            }
        }
    }

    /** The columns behind the id, in order, two of them replaced. */
    private static String columns(Statement db, String table, String id, String a, String valueA, String b, String valueB) throws Exception {
        StringBuilder columns = new StringBuilder();
        try (ResultSet rows = db.executeQuery("SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid")) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (!name.equals(id)) {
                    columns.append(", ").append(name.equals(a) ? "'" + valueA + "'" : name.equals(b) ? "'" + valueB + "'" : name);
                }
            }
        }
        return columns.toString();
    }

    private static Path file(Path home, String sha256) {
        return home.resolve("media").resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static long last(Statement db) throws Exception {
        try (ResultSet row = db.executeQuery("SELECT last_insert_rowid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<Long> ids(Statement db, String query) throws Exception {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = db.executeQuery(query)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
