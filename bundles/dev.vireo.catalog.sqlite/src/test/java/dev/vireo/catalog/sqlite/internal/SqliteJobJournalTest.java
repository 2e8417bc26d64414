package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.ingest.JobJournal;
import dev.vireo.testkit.JobJournalContractTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteJobJournalTest extends JobJournalContractTest {
    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected JobJournal journal() {
        return new SqliteJobJournal(database.get());
    }

    @Override
    protected JobJournal reopened() {
        database.reopen();
        return journal();
    }
}
