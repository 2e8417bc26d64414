package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.QuestionSample;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Questions in the catalogue's database. */
@Component(service = QuestionSample.class)
public final class SqliteQuestionSample implements QuestionSample {
    private final Database database;

    @Activate
    public SqliteQuestionSample(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this.database = database;
    }

    @Override
    public void add(String domain, String text, int limit) {
        database.<Void>grow(h -> {
            h.createUpdate("INSERT OR REPLACE INTO asked (domain, text) VALUES (?, ?)").bind(0, domain).bind(1, text).execute();
            h.createUpdate("DELETE FROM asked WHERE number NOT IN (SELECT number FROM asked ORDER BY number DESC LIMIT ?)")
                    .bind(0, limit)
                    .execute();
            return null;
        });
    }

    @Override
    public List<String> newest(String domain, int limit) {
        return database.read(h -> h.createQuery("SELECT text FROM asked WHERE domain = ? ORDER BY number DESC LIMIT ?")
                .bind(0, domain)
                .bind(1, limit)
                .mapTo(String.class)
                .list());
    }

    @Override
    public int clear() {
        return database.write(h -> {
            // Comparisons show the words of those that differ most.
            h.execute("UPDATE trial_difference SET question = ''");
            h.execute("UPDATE space_difference SET question = ''");
            return h.createUpdate("DELETE FROM asked").execute();
        });
    }
}
