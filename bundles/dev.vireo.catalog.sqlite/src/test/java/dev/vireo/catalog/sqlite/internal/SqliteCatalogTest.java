package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.encode.Space;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.CatalogContractTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteCatalogTest extends CatalogContractTest {
    static final Space VECTORS = new Space("crash-space", 64);

    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected Catalog catalog() {
        return new SqliteCatalog(database.get());
    }

    @Override
    protected VectorStore store() {
        return new SqliteVectorStore(database.get());
    }
}
