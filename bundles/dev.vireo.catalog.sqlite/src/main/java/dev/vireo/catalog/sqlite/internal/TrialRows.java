package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.TrialReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What trials found, one a generation. */
final class TrialRows {
    private static final int LONGEST_FAILURE = 500;

    private TrialRows() {}

    static void put(Handle h, TrialReport trial) {
        h.execute("DELETE FROM trial WHERE generation = ?", trial.generation());
        Optional<ShadowReport> shadow = trial.shadow();
        h.createUpdate("INSERT INTO trial VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, trial.generation())
                .bind(1, trial.beside())
                .bind(2, trial.percent())
                .bind(3, trial.begun().toEpochMilli())
                .bind(4, trial.state().name())
                .bind(5, trial.ended().map(Instant::toEpochMilli).orElse(null))
                .bind(6, trial.reason())
                .bind(7, shadow.map(ShadowReport::questions).orElse(null))
                .bind(8, shadow.map(ShadowReport::left).orElse(null))
                .bind(9, shadow.map(ShadowReport::overlap).orElse(null))
                .bind(10, shadow.map(ShadowReport::tau).orElse(null))
                .bind(11, shadow.map(ShadowReport::rbo).orElse(null))
                .bind(12, shadow.map(s -> s.serving().p50()).orElse(null))
                .bind(13, shadow.map(s -> s.serving().p95()).orElse(null))
                .bind(14, shadow.map(s -> s.candidate().p50()).orElse(null))
                .bind(15, shadow.map(s -> s.candidate().p95()).orElse(null))
                .execute();
        put(h, trial.generation(), 0, trial.serving());
        put(h, trial.generation(), 1, trial.candidate());
        List<SpaceReport.Difference> different = shadow.map(ShadowReport::different).orElse(List.of());
        for (int i = 0; i < different.size(); i++) {
            h.execute("INSERT INTO trial_difference VALUES (?, ?, ?, ?)", trial.generation(), i, different.get(i).question(),
                    different.get(i).overlap());
        }
    }

    private static void put(Handle h, long generation, int candidate, Map<String, Figures> figures) {
        PreparedBatch batch = h.prepareBatch("INSERT INTO trial_figures VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        figures.forEach((name, f) -> batch.bind(0, generation)
                .bind(1, candidate)
                .bind(2, name)
                .bind(3, f.count())
                .bind(4, f.failures())
                .bind(5, f.lastFailure().length() > LONGEST_FAILURE ? f.lastFailure().substring(0, LONGEST_FAILURE) : f.lastFailure())
                .bind(6, f.mean())
                .bind(7, f.p95())
                .add());
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    static Optional<TrialReport> of(Handle h, long generation) {
        return h.createQuery("SELECT * FROM trial WHERE generation = ?")
                .bind(0, generation)
                .map((rs, context) -> report(h, rs))
                .findOne();
    }

    private static TrialReport report(Handle h, ResultSet rs) throws SQLException {
        long generation = rs.getLong("generation");
        long ended = rs.getLong("ended_ms");
        Optional<Instant> end = rs.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
        int questions = rs.getInt("questions");
        Optional<ShadowReport> shadow = rs.wasNull()
                ? Optional.empty()
                : Optional.of(new ShadowReport(
                        questions,
                        rs.getInt("left_out"),
                        rs.getDouble("overlap"),
                        rs.getDouble("tau"),
                        rs.getDouble("rbo"),
                        new SpaceReport.Times(rs.getDouble("serving_p50"), rs.getDouble("serving_p95")),
                        new SpaceReport.Times(rs.getDouble("candidate_p50"), rs.getDouble("candidate_p95")),
                        different(h, generation)));
        return new TrialReport(
                generation,
                rs.getLong("beside"),
                rs.getInt("percent"),
                Instant.ofEpochMilli(rs.getLong("begun_ms")),
                TrialReport.State.valueOf(rs.getString("state")),
                end,
                rs.getString("reason"),
                figures(h, generation, 0),
                figures(h, generation, 1),
                shadow);
    }

    private static Map<String, Figures> figures(Handle h, long generation, int candidate) {
        Map<String, Figures> figures = new HashMap<>();
        h.createQuery("SELECT * FROM trial_figures WHERE generation = ? AND candidate = ?")
                .bind(0, generation)
                .bind(1, candidate)
                .map((rs, context) -> Map.entry(rs.getString("name"), new Figures(rs.getLong("count"), rs.getLong("failures"),
                        rs.getString("last_failure"), rs.getDouble("mean_ns"), rs.getDouble("p95_ns"))))
                .forEach(e -> figures.put(e.getKey(), e.getValue()));
        return figures;
    }

    private static List<SpaceReport.Difference> different(Handle h, long generation) {
        return h.createQuery("SELECT question, overlap FROM trial_difference WHERE generation = ? ORDER BY position")
                .bind(0, generation)
                .map((rs, context) -> new SpaceReport.Difference(rs.getString(1), rs.getDouble(2)))
                .list();
    }
}
