package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.deploy.Generations;
import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.deploy.SpaceChange;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.Renewal;
import dev.vireo.api.ingest.Streams;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.model.ModelBundle;
import dev.vireo.api.model.ModelBundles;
import dev.vireo.api.query.QueryEngine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The REST API of a runtime. It listens from its activation on; {@code run/endpoint.json} appears once the runtime can
 * answer and disappears before it stops answering.
 */
@Component(service = {}, configurationPid = "dev.vireo.admin.javalin")
@Designate(ocd = JavalinAdmin.Config.class)
public final class JavalinAdmin {
    /** Settings of the REST API. */
    @ObjectClassDefinition(name = "Vireo REST API")
    public @interface Config {
        @AttributeDefinition(description = "Address to listen on; 127.0.0.1 keeps the API on this machine")
        String host() default "127.0.0.1";

        @AttributeDefinition(min = "0", max = "65535", description = "HTTPS port, 0 for any free one")
        int port() default 8443;

        @AttributeDefinition(min = "1000", max = "600000", description = "Longest clip that can be asked for [ms]")
        long max_clip_ms() default 300_000;

        @AttributeDefinition(
                min = "1048576",
                max = "268435456",
                description = "Longest request body, which bounds pictures sent with a question [bytes]")
        int max_body_bytes() default 25_165_824;

        @AttributeDefinition(min = "0", max = "60000", description = "Longest wait for running requests at stop [ms]")
        long drain_ms() default 5_000;

        @AttributeDefinition(description = "Families that need a provider before the runtime is called ready")
        String[] ready_families() default {"Detector", "Classifier", "Encoder", "Generator", "VectorIndex"};
    }

    private static final System.Logger LOG = System.getLogger(JavalinAdmin.class.getName());
    private static final long READY_POLL_MS = 50;
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final long STOP_WAIT_MS = 5_000;

    private final ApiServer server;
    private final EndpointFile endpoint;
    private final Thread announcer;

    /** @throws VireoException when a setting is wrong, the port is taken or the TLS key cannot be used */
    @Activate
    public JavalinAdmin(
            Config config,
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) QueryEngine queries,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Ingest ingest,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Streams streams,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Zones zones,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceChange spaces,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Renewal renewal,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaReader reader,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Footage footage,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Keyring keyring,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Generations generations,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    ModelBundles models) {
        check(config);
        Path home = home(context);
        String version = context.getBundle().getVersion().toString();
        BundleList bundles = new BundleList(context);
        // Without an extender there are no model bundles: providers may come as code, too.
        Supplier<List<ModelBundle>> modelBundles = models == null ? List::of : models::list;
        Readiness readiness = new Readiness(broker, Set.of(config.ready_families()), modelBundles);
        endpoint = new EndpointFile(home);
        TlsIdentity tls = TlsIdentity.open(home.resolve("conf").resolve("tls"), config.host(), site.time());
        Token token = Token.random();
        Limits d = Limits.DEFAULT;
        Limits limits = new Limits(
                config.max_body_bytes(),
                d.smallBodyBytes(),
                config.max_clip_ms(),
                d.frames(),
                d.clips(),
                d.questions(),
                d.listeners(),
                d.waitMs(),
                d.heartbeatMs());
        Backend backend = new Backend(
                queries, ingest, streams, catalog, zones, spaces, renewal, site, reader, footage, broker, keyring, generations, home,
                version, bundles::bundles, modelBundles, readiness::missing);
        server = new ApiServer(backend, tls, token, limits, config.host(), config.port(), config.drain_ms());
        server.start();
        EndpointFile.Content content = new EndpointFile.Content(
                "https://" + dialled(config.host()) + ":" + server.port(),
                tls.fingerprint(),
                token.text(),
                ProcessHandle.current().pid(),
                version);
        announcer = Thread.ofPlatform()
                .name("vireo-admin-announce")
                .daemon()
                .start(() -> announce(content, readiness));
    }

    private static void check(Config config) {
        if (config.port() < 0 || config.port() > 65_535) {
            throw new VireoException(ErrorKind.USER_INPUT, "port is " + config.port() + "; it needs 0 to 65535");
        }
        if (config.host().isBlank() || !config.host().matches("[A-Za-z0-9.:-]+")) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "host is \"" + config.host() + "\"; it needs an address or name of this machine");
        }
        if (config.max_clip_ms() < 1_000 || config.max_body_bytes() < 1 << 20 || config.drain_ms() < 0) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "max_clip_ms is " + config.max_clip_ms() + ", max_body_bytes " + config.max_body_bytes() + ", drain_ms "
                            + config.drain_ms() + "; they need at least 1000, 1048576 and 0");
        }
    }

    private static Path home(BundleContext context) {
        String home = context.getProperty("vireo.home");
        if (home == null || home.isBlank()) {
            throw new VireoException(
                    ErrorKind.INTERNAL, "the framework property vireo.home is not set; start Vireo with bin/vireo");
        }
        return Path.of(home).toAbsolutePath();
    }

    private static String dialled(String host) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return reachable.contains(":") ? "[" + reachable + "]" : reachable;
    }

    private void announce(EndpointFile.Content content, Readiness readiness) {
        long patientUntil = System.nanoTime() + PATIENCE_NS;
        boolean told = false;
        try {
            endpoint.remove();
            for (List<String> missing = readiness.missing(); !missing.isEmpty(); missing = readiness.missing()) {
                if (!told && System.nanoTime() > patientUntil) {
                    told = true;
                    LOG.log(Level.WARNING, "still not ready, waiting for " + missing);
                }
                Thread.sleep(READY_POLL_MS);
            }
            endpoint.write(content, new Json(1 << 16));
            LOG.log(Level.INFO, "answering on " + content.url());
        } catch (InterruptedException e) {
            // Stopped before it was ready: nothing was announced.
        } catch (IOException e) {
            LOG.log(Level.ERROR, "cannot write run/endpoint.json; the command line will not find this runtime", e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot tell whether the runtime is ready", e);
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        announcer.interrupt();
        announcer.join(STOP_WAIT_MS);
        try {
            endpoint.remove();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove run/endpoint.json", e);
        }
        server.stop();
    }
}
