package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.encode.Space;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.CatalogContractTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends CatalogContractTest {
    static final Space VECTORS = new Space("crash-space", 64);

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
    protected Catalog catalog() {
        return new SqliteCatalog(database);
    }

    @Override
    protected VectorStore store() {
        return new SqliteVectorStore(database);
    }
}
