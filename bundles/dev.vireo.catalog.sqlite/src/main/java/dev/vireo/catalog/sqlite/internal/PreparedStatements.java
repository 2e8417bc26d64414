package dev.vireo.catalog.sqlite.internal;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Statements of one connection, kept when they are done with: a question runs the same few dozen, and preparing them takes
 * longer than most take to run. Those used last are kept. Not thread-safe, as a connection is not.
 */
final class PreparedStatements implements StatementBuilder {
    /** Statements kept; each holds some KiB of native memory. */
    static final int KEPT = 64;

    /** Longer ones list numbers, and hardly come again. */
    private static final int LONGEST = 4_000;

    /** Not in use; the one that was used last is the last. */
    private final Map<String, PreparedStatement> free = new LinkedHashMap<>();

    private boolean failed;

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return connection.createStatement();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        PreparedStatement known = free.remove(sql); // out of the map while in use: nobody else can take it
        return known != null ? known : connection.prepareStatement(sql);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context) throws SQLException {
        return connection.prepareCall(sql);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (!(statement instanceof PreparedStatement prepared) || sql == null || sql.length() > LONGEST) {
            statement.close();
            return;
        }
        prepared.clearParameters(); // what was bound may be large
        PreparedStatement twice = free.put(sql, prepared);
        if (twice != null) {
            twice.close();
        }
        if (free.size() > KEPT) {
            Iterator<PreparedStatement> eldest = free.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
    }

    /** A statement may not have been reset, and would hold on to its snapshot: none is kept. */
    void failed() {
        failed = true;
    }

    /** The connection is done with for now. */
    void rest() throws SQLException {
        if (failed) {
            failed = false;
            List<PreparedStatement> all = List.copyOf(free.values());
            free.clear();
            for (PreparedStatement statement : all) {
                statement.close();
            }
        }
    }

    int kept() {
        return free.size();
    }
}
