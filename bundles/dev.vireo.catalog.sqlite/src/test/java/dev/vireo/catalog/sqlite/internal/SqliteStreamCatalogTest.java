package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.StreamCatalogContractTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteStreamCatalogTest extends StreamCatalogContractTest {
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
    protected StreamCatalog streams() {
        return new SqliteStreamCatalog(database);
    }

    @Override
    protected Catalog catalog() {
        return new SqliteCatalog(database);
    }

    @Override
    protected VectorStore store() {
        return new SqliteVectorStore(database);
    }
}
