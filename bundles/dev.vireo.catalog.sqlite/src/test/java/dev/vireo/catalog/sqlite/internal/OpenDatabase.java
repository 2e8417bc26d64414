package dev.vireo.catalog.sqlite.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database in a folder of its own for each test, closed and deleted after it. */
final class OpenDatabase implements BeforeEachCallback, AfterEachCallback {
    private Path home;
    private Database database;

    Database get() {
        return database;
    }

    /** Closes it and opens it again, as a restart does. */
    Database reopen() {
        database.close();
        database = new Database(home);
        return database;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        home = Files.createTempDirectory("vireo-database");
        database = new Database(home);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        database.close();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(home)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
