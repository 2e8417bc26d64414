package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings a database to the newest schema: each step in one transaction together with its number. */
final class Migrations {
    /** File mark of a Vireo catalogue: "Vreo". */
    static final int APPLICATION_ID = 0x5672656F;

    /** Step {@code i + 1}; a step that was released is never changed. */
    private static final List<String> STEPS =
            List.of(
                    "0001-catalogue.sql",
                    "0002-quality-text-hashes.sql",
                    "0003-pieces.sql",
                    "0004-zones.sql",
                    "0005-streams.sql",
                    "0006-text-search.sql",
                    "0007-jobs.sql",
                    "0008-twins.sql",
                    "0009-clocks.sql",
                    "0010-generations.sql",
                    "0011-trust.sql",
                    "0012-spaces.sql",
                    "0013-labels-of-a-track.sql",
                    "0014-package-spaces.sql",
                    "0015-renewals.sql",
                    "0016-trials.sql");

    private Migrations() {}

    static void run(Connection connection, Path file) throws SQLException {
        int found = number(connection, "PRAGMA user_version");
        int application = number(connection, "PRAGMA application_id");
        boolean empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (application != APPLICATION_ID && !(empty && application == 0)) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    file + " is a database of another program (application id " + application
                            + "); move it away or choose another home");
        }
        if (found > STEPS.size()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    file + " has catalogue schema " + found + ", this Vireo knows 1 to " + STEPS.size()
                            + ": it was written by a newer version; install that version again, or choose another home");
        }
        for (int step = found + 1; step <= STEPS.size(); step++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN IMMEDIATE;\n" + text(STEPS.get(step - 1)) + "\nPRAGMA application_id = "
                        + APPLICATION_ID + ";\nPRAGMA user_version = " + step + ";\nCOMMIT;");
            } catch (SQLException e) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("ROLLBACK");
                } catch (SQLException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    static String text(String step) {
        try (InputStream in = Migrations.class.getResourceAsStream(step)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
