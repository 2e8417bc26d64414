package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.SpaceReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Reports on spaces, one a space. */
final class ReportRows {
    private ReportRows() {}

    static void put(Handle h, long space, SpaceReport report) {
        h.createUpdate("DELETE FROM space_report WHERE space = ?").bind(0, space).execute();
        h.createUpdate("INSERT INTO space_report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, space)
                .bind(1, report.at().toEpochMilli())
                .bind(2, report.domain())
                .bind(3, String.join(",", report.against()))
                .bind(4, report.real())
                .bind(5, report.golden())
                .bind(6, report.overlap())
                .bind(7, report.tau())
                .bind(8, report.rbo())
                .bind(9, report.before().p50())
                .bind(10, report.before().p95())
                .bind(11, report.after().p50())
                .bind(12, report.after().p95())
                .execute();
        PreparedBatch differences =
                h.prepareBatch("INSERT INTO space_difference (space, position, question, overlap) VALUES (?, ?, ?, ?)");
        for (int i = 0; i < report.different().size(); i++) {
            SpaceReport.Difference one = report.different().get(i);
            differences.bind(0, space).bind(1, i).bind(2, one.question()).bind(3, one.overlap()).add();
        }
        if (differences.size() > 0) {
            differences.execute();
        }
    }

    static Optional<SpaceReport> of(Handle h, long space) {
        List<SpaceReport.Difference> different = h.createQuery(
                        "SELECT question, overlap FROM space_difference WHERE space = ? ORDER BY position")
                .bind(0, space)
                .map((rs, context) -> new SpaceReport.Difference(rs.getString(1), rs.getDouble(2)))
                .list();
        return h.createQuery("SELECT * FROM space_report WHERE space = ?")
                .bind(0, space)
                .map((rs, context) -> new SpaceReport(
                        Instant.ofEpochMilli(rs.getLong("at_ms")),
                        rs.getString("domain"),
                        rs.getString("against").isEmpty() ? List.of() : List.of(rs.getString("against").split(",")),
                        rs.getInt("real"),
                        rs.getInt("golden"),
                        rs.getDouble("overlap"),
                        rs.getDouble("tau"),
                        rs.getDouble("rbo"),
                        new SpaceReport.Times(rs.getDouble("before_p50"), rs.getDouble("before_p95")),
                        new SpaceReport.Times(rs.getDouble("after_p50"), rs.getDouble("after_p95")),
                        different))
                .findOne();
    }
}
