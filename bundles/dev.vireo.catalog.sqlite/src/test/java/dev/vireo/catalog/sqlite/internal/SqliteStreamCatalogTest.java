package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.StreamCatalog;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.StreamCatalogContractTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteStreamCatalogTest extends StreamCatalogContractTest {
    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected StreamCatalog streams() {
        return new SqliteStreamCatalog(database.get());
    }

    @Override
    protected Catalog catalog() {
        return new SqliteCatalog(database.get());
    }

    @Override
    protected VectorStore store() {
        return new SqliteVectorStore(database.get());
    }
}
