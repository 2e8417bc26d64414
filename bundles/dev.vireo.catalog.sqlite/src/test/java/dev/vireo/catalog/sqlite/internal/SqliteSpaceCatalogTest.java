package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.encode.Space;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.SpaceCatalogContractTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteSpaceCatalogTest extends SpaceCatalogContractTest {
    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected SpaceCatalog spaces() {
        return new SqliteSpaceCatalog(database.get());
    }

    @Override
    protected Catalog catalog() {
        return new SqliteCatalog(database.get());
    }

    @Override
    protected VectorStore vectors() {
        return new SqliteVectorStore(database.get());
    }

    @Test
    void outlivesARestart() {
        Space space = new Space("a", 2);
        spaces().adopt(Map.of(space, "a@1"));
        database.reopen();
        assertEquals(List.of(space), spaces().serving("default"));
    }

    @Test
    void keepsTheNewestQuestionsOnly() {
        QuestionSample sample = new SqliteQuestionSample(database.get());
        for (String text : List.of("dusk", "a path", "dusk", "rain")) {
            sample.add("default", text, 2);
        }
        assertEquals(List.of("rain", "dusk"), sample.newest("default", 10));
        assertEquals(List.of(), sample.newest("yard", 10));
        assertEquals(2, sample.clear());
        sample.add("default", "rain", 0);
        assertEquals(List.of(), sample.newest("default", 10));
    }
}
