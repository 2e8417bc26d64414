package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Site;
import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.model.ModelBundle;
import dev.vireo.pack.internal.StoredKeyring;
import dev.vireo.testkit.MemoryTrust;
import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The real server over HTTPS on a free port, in front of fakes of the services. */
public final class TestServer implements AutoCloseable {
    static final Limits LIMITS = new Limits(4 << 20, 64 << 10, 60_000, 4, 2, 8, 2, 200, 100);

    final FakeFootage footage = new FakeFootage();
    final FakeZones zones = new FakeZones();
    final FakeQueries queries = new FakeQueries();
    final FakeBroker broker = new FakeBroker();
    final Keyring keyring = new StoredKeyring(new MemoryTrust(), InstantSource.system());
    final FakeGenerations generations = new FakeGenerations();
    final FakeIngest ingest;
    final List<String> missing = new CopyOnWriteArrayList<>();
    final Token token = Token.random();
    final TlsIdentity tls;
    final Backend backend;
    final ApiServer server;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final EndpointFile endpoint;

    /** Starts and announces itself in {@code home/run/endpoint.json}. */
    public TestServer(Path home) throws IOException {
        broker.add(FakeBroker.detector());
        ingest = new FakeIngest(footage, executor);
        FakeMedia media = new FakeMedia();
        backend = new Backend(
                queries, ingest, new FakeStreams(), footage, zones, new FakeSpaces(), new FakeRenewal(), new TestSite(), media, media, broker, keyring, generations, home, "0.1.0", TestServer::bundles,
                TestServer::models, () -> missing);
        tls = TlsIdentity.open(home.resolve("conf/tls"), "127.0.0.1", InstantSource.system());
        server = new ApiServer(backend, tls, token, LIMITS, "127.0.0.1", 0, 5_000);
        server.start();
        endpoint = new EndpointFile(home);
        announce(tls.fingerprint(), ProcessHandle.current().pid());
    }

    private static List<Wire.Bundle> bundles() {
        return List.of(
                new Wire.Bundle(0, "org.apache.felix.framework", "7.0.5", "active", List.of(), List.of()),
                new Wire.Bundle(
                        7, "dev.vireo.query", "0.1.0", "active", List.of("dev.vireo.api.query.QueryEngine"), List.of()));
    }

    private static List<ModelBundle> models() {
        return List.of(new ModelBundle(
                "dev.vireo.model.bad", "1.0.0", ModelBundle.State.REFUSED, "", "model.onnx has another hash"));
    }

    /** Writes the endpoint file anew, as another process or another certificate would have. */
    public void announce(String fingerprint, long pid) throws IOException {
        endpoint.write(
                new EndpointFile.Content(url(), fingerprint, token.text(), pid, "0.1.0"), new Json(1 << 16));
    }

    /** Base address. */
    public String url() {
        return "https://127.0.0.1:" + server.port();
    }

    /** The capture time that came with the newest job; empty when none was told. */
    public String lastCapturedAt() {
        return ingest.last().capturedAt().map(c -> c.local() + " " + c.offset()).orElse("");
    }

    /** Sources of the newest job. */
    public List<String> lastSources() {
        return ingest.last().sources();
    }

    /** Bytes of pictures that came with the newest question. */
    public boolean lastHadPicture() {
        return queries.last().prompt().isPresent();
    }

    /** What was pointed at in the last question. */
    public String lastPrompt() {
        return queries.last().prompt().toString();
    }

    Javalin javalin() {
        return server.javalin();
    }

    @Override
    public void close() {
        server.stop();
        executor.shutdownNow();
    }

    private record TestSite() implements Site {
        @Override
        public ZoneId zone() {
            return ZoneId.of("Europe/Berlin");
        }

        @Override
        public InstantSource time() {
            return InstantSource.system();
        }
    }
}
