package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.ingest.JobJournal;
import dev.vireo.testkit.JobJournalContractTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobJournalTest extends JobJournalContractTest {
    @TempDir
    private Path home;

    private Database database;

    @BeforeEach
    void open() {
        database = new Database(home);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected JobJournal journal() {
        return new SqliteJobJournal(database);
    }

    @Override
    protected JobJournal reopened() {
        database.close();
        database = new Database(home);
        return journal();
    }
}
