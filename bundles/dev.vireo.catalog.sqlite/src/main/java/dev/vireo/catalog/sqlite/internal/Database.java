package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The catalogue's database: one writing connection, a few reading ones. Write-ahead log with full synchronisation, so a
 * write that returned survives a power cut, and readers see a snapshot and never wait for the writer.
 *
 * <p>A service of this bundle alone: catalogue and vector store share it.
 */
@Component(service = Database.class)
public final class Database implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Database.class.getName());

    /** More would not help: a reading call keeps a processor busy, and each connection has its own page cache. */
    private static final int READERS = 6;

    /** Of these may be used for long: short reads never wait for all of them. */
    private static final int SNAPSHOTS = 4;

    /** System property that the driver reads once, when it loads its library. */
    private static final String LIBRARY_FOLDER = "org.sqlite.tmpdir";

    private static final int BUSY_MS = 10_000;
    private static final int CACHE_KIB = 16 * 1024;
    private static final int LOG_LIMIT_BYTES = 64 << 20;
    private static final long CLOSE_S = 10;

    /**
     * Room that only deleting, ending what runs and the log's checkpoints may use: what grows the catalogue is refused before,
     * so that a full disk never stops its own clearing [bytes].
     */
    static final long RESERVE = 16L << 20;

    /** A clean file of this size or less is checked at every start ; one that was not closed always is. */
    private static final long CHECKED_BYTES = 64L << 20;

    private final Path file;
    private final Connection writer;
    private final Jdbi writing;
    /** Guards {@link #writer}. */
    private final ReentrantLock writeLock = new ReentrantLock(true);

    private final Jdbi reading;
    private final Semaphore readers = new Semaphore(READERS, true);
    private final Semaphore snapshots = new Semaphore(SNAPSHOTS, true);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    /** Of the reading connections. */
    private final Map<Connection, PreparedStatements> statements = new ConcurrentHashMap<>();
    /** The connection on which the calling thread reads one instant; none otherwise. */
    private final ScopedValue<Handle> pinned = ScopedValue.newInstance();

    private final DeletionHorizon horizon = new DeletionHorizon();

    private volatile boolean closed;

    @Activate
    public Database(BundleContext context) {
        this(home(context));
    }

    private static Path home(BundleContext context) {
        String home = context.getProperty("vireo.home");
        if (home == null || home.isBlank()) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "framework property vireo.home is not set; start Vireo with --home DIR");
        }
        return Path.of(home);
    }

    /** Opens, checks and migrates the database of a home directory. */
    Database(Path home) {
        this.file = home.resolve("catalog").resolve("vireo.db").toAbsolutePath();
        Connection opened = null;
        try {
            Files.createDirectories(file.getParent());
            Path log = file.resolveSibling("vireo.db-wal");
            boolean leftOpen = size(log) > 0;
            opened = openFirst(home);
            if (leftOpen || size(file) <= CHECKED_BYTES) {
                check(opened);
            }
            Migrations.run(opened, file);
        } catch (SQLException e) {
            close(opened, e);
            throw failure("open", e);
        } catch (IOException e) {
            throw new VireoException(
                    ErrorKind.EXTERNAL,
                    "cannot make the catalogue folder " + file.getParent() + " (" + e.getMessage()
                            + "); check that the home directory is writable",
                    e);
        } catch (RuntimeException e) {
            close(opened, e);
            throw e;
        }
        this.writer = opened;
        this.writing = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() {
                return writer;
            }

            @Override
            public void closeConnection(Connection connection) {
                // stays open until the database closes
            }
        });
        this.reading = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() throws SQLException {
                Connection free = idle.poll();
                return free != null ? free : open(true);
            }

            @Override
            public void closeConnection(Connection connection) throws SQLException {
                statements.get(connection).rest();
                idle.push(connection);
            }
        });
        reading.setStatementBuilderFactory(connection -> statements.computeIfAbsent(connection, c -> new PreparedStatements()));
    }

    /** The driver unpacks its library; by default into the system's folder for temporary files, which may be noexec. */
    private Connection openFirst(Path home) throws SQLException, IOException {
        Path folder = Files.createDirectories(home.resolve("cache").resolve("native")).toAbsolutePath();
        boolean ours = System.getProperty(LIBRARY_FOLDER) == null;
        if (ours) {
            System.setProperty(LIBRARY_FOLDER, folder.toString());
        }
        try {
            return open(false);
        } finally {
            if (ours) {
                System.clearProperty(LIBRARY_FOLDER);
            }
        }
    }

    private Connection open(boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MS);
        config.setCacheSize(-CACHE_KIB);
        config.setTempStore(TempStore.MEMORY);
        config.setJournalSizeLimit(LOG_LIMIT_BYTES);
        config.setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        if (readOnly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            } catch (SQLException e) {
                close(connection, e);
                throw e;
            }
        }
        return connection;
    }

    private void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
            String finding = result.next() ? result.getString(1) : "no answer";
            if (!"ok".equals(finding)) {
                throw damaged(finding, null);
            }
        }
    }

    /** How far indexes may forget vectors. */
    DeletionHorizon horizon() {
        return horizon;
    }

    /** All that this thread reads within {@code work} is of one instant: of its begin. Until its end no index forgets what it sees. */
    <T> T snapshot(Supplier<T> work) {
        if (pinned.isBound()) {
            return work.get();
        }
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        acquire(snapshots);
        try (DeletionHorizon.Reader reader = horizon.begin()) {
            T result = read(h -> {
                reader.sees(h.createQuery("SELECT coalesce(max(number), 0) FROM deletion").mapTo(Long.class).one());
                try {
                    return ScopedValue.where(pinned, h).call(work::get);
                } catch (RuntimeException e) {
                    thrown.set(e); // not of the database
                    return null;
                }
            });
            if (thrown.get() != null) {
                throw thrown.get();
            }
            return result;
        } finally {
            snapshots.release();
        }
    }

    private void acquire(Semaphore connections) {
        refuseWhenClosed(); // before queueing behind a close that waits
        try {
            connections.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VireoException(ErrorKind.UNAVAILABLE, "interrupted while waiting to read the catalogue", e);
        }
    }

    /** Runs {@code work} on one snapshot. */
    <T> T read(Function<Handle, T> work) {
        if (pinned.isBound()) {
            try {
                return work.apply(pinned.get());
            } catch (RuntimeException e) {
                statements.get(pinned.get().getConnection()).failed();
                throw e instanceof VireoException ? e : failure("read", e);
            }
        }
        acquire(readers);
        try {
            refuseWhenClosed();
            try (Handle handle = reading.open()) {
                try {
                    return handle.inTransaction(work::apply);
                } catch (RuntimeException e) {
                    statements.get(handle.getConnection()).failed();
                    throw e;
                }
            }
        } catch (VireoException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure("read", e);
        } finally {
            readers.release();
        }
    }

    /**
     * As {@link #write}, for what makes the catalogue grow.
     *
     * @throws VireoException RESOURCES when only the reserve is left on the disk
     */
    <T> T grow(Function<Handle, T> work) {
        long free = freeBytes();
        if (free >= 0 && free < RESERVE) {
            throw new VireoException(
                    ErrorKind.RESOURCES,
                    "no room to add to the catalogue: the disk of " + file.getParent() + " has " + free / 1_000_000
                            + " MB free and " + RESERVE / 1_000_000
                            + " MB are kept for the catalogue itself; delete media or enlarge the disk. Searching goes on");
        }
        return write(work);
    }

    /** Runs {@code work} in one transaction that is on disk when this returns. */
    <T> T write(Function<Handle, T> work) {
        refuseWhenClosed();
        writeLock.lock();
        try {
            refuseWhenClosed();
            try (Handle handle = writing.open()) {
                return handle.inTransaction(work::apply);
            }
        } catch (VireoException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure("write", e);
        } finally {
            writeLock.unlock();
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "the catalogue is closed; ask again after the restart");
        }
    }

    /** What a failed database call means to the caller. */
    private VireoException failure(String what, Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (!(t instanceof org.sqlite.SQLiteException s)) {
                continue;
            }
            long free = freeBytes();
            switch (s.getResultCode()) {
                case SQLITE_FULL, SQLITE_IOERR_SHMSIZE -> {
                    return new VireoException(
                            ErrorKind.RESOURCES,
                            "no room to " + what + " " + file + " (" + free
                                    + " bytes free on its disk); free some space and repeat; searching goes on",
                            e);
                }
                case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX, SQLITE_NOTADB -> {
                    return damaged(s.getMessage(), e);
                }
                case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_BUSY_TIMEOUT -> {
                    return new VireoException(
                            ErrorKind.UNAVAILABLE,
                            file + " is locked by another process for more than " + BUSY_MS
                                    + " ms; stop the other process that uses this home",
                            e);
                }
                default -> {
                    return new VireoException(
                            ErrorKind.INTERNAL, "could not " + what + " " + file + ": " + s.getMessage(), e);
                }
            }
        }
        return new VireoException(ErrorKind.INTERNAL, "could not " + what + " " + file + ": " + e.getMessage(), e);
    }

    private VireoException damaged(String finding, Exception cause) {
        return new VireoException(
                ErrorKind.INTERNAL,
                "the catalogue " + file + " is damaged (" + finding
                        + "); stop Vireo, keep a copy of the file, then restore a backup or move it away and add the media"
                        + " again",
                cause);
    }

    Path file() {
        return file;
    }

    /** Size on disk, write-ahead log included [bytes]. */
    long bytes() {
        return size(file) + size(file.resolveSibling("vireo.db-wal"));
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0; // the log comes and goes
        }
    }

    /** Room left on the database's disk [bytes]; −1 when that cannot be told. */
    long freeBytes() {
        try {
            return Files.getFileStore(file.getParent()).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    @Deactivate
    public void close() {
        if (closed) {
            return;
        }
        closed = true; // refuses new calls, or steady load would keep the drain waiting
        boolean drained = false;
        try {
            drained = readers.tryAcquire(READERS, CLOSE_S, TimeUnit.SECONDS)
                    && writeLock.tryLock(CLOSE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!drained) {
            LOG.log(Level.ERROR, "calls still run on {0} after {1} s: leaving it open", file, CLOSE_S);
            return;
        }
        for (Connection connection; (connection = idle.poll()) != null; ) {
            close(connection, null); // and with it its statements
        }
        statements.clear();
        close(writer, null);
        deregisterDriver();
    }

    /** The driver registers itself for the whole VM when its class loads, which would keep this bundle's classes. */
    private static void deregisterDriver() {
        for (Driver driver : DriverManager.drivers().toList()) {
            if (driver instanceof org.sqlite.JDBC) { // of this class loader; others have their own class
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    LOG.log(Level.WARNING, "cannot deregister the SQLite driver", e);
                }
            }
        }
    }

    private static void close(Connection connection, Exception because) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            if (because != null) {
                because.addSuppressed(e);
            } else {
                LOG.log(Level.WARNING, "cannot close a database connection", e);
            }
        }
    }
}
