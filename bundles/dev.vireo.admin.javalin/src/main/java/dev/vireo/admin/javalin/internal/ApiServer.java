package dev.vireo.admin.javalin.internal;

import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JsonMapper;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTPS server with all its routes. Every request is refused unless its route says who may use it and they do. */
final class ApiServer {
    private static final Logger LOG = System.getLogger(ApiServer.class.getName());
    private static final int THREADS = 64;
    private static final Set<HandlerType> METHODS = Set.of(HandlerType.GET, HandlerType.POST, HandlerType.DELETE);

    private final Token token;
    private final Json json;
    private final EventStreams events;
    private final MediaRoutes media;
    private final List<Route> routes;
    private final Set<String> publicPaths = new HashSet<>();
    private final Javalin javalin;
    private final Keyring keyring;
    private final RevokedPackages revoked;
    private volatile boolean stopping;

    ApiServer(Backend backend, TlsIdentity tls, Token token, Limits limits, String host, int port, long drainMs) {
        this.token = token;
        this.keyring = backend.keyring();
        this.json = new Json(limits.bodyBytes());
        Views views = new Views(backend.catalog(), backend.site(), backend.broker(), limits.clipMs());
        Requests requests = new Requests(json);
        Tombstones tombstones = new Tombstones(backend.catalog(), views);
        this.events = new EventStreams(json, limits);
        this.media = new MediaRoutes(backend, views, requests, json, limits, tombstones);
        this.revoked = new RevokedPackages(backend.generations(), backend.keyring());
        List<Route> all = new ArrayList<>();
        all.addAll(new JobRoutes(backend.ingest(), views, requests, json, limits, events).routes());
        all.addAll(new AskRoutes(backend.queries(), backend.broker(), backend.reader(), views, requests, json, limits).routes());
        all.addAll(media.routes());
        all.addAll(new StreamRoutes(backend, views, requests, json, limits, tombstones).routes());
        all.addAll(new ZoneRoutes(backend.zones(), backend.catalog(), requests, json, limits).routes());
        all.addAll(new TrustRoutes(backend.keyring(), revoked, requests, json).routes());
        all.addAll(new GenerationRoutes(backend.generations(), revoked, views, requests, json, limits, events).routes());
        all.addAll(new SpaceRoutes(backend.spaces(), views, requests, json, limits).routes());
        all.addAll(new RenewalRoutes(backend.renewal(), views, json).routes());
        all.addAll(new SystemRoutes(backend, views, json, revoked).routes());
        this.routes = List.copyOf(all);
        routes.stream().filter(r -> r.access() == Access.PUBLIC).forEach(r -> publicPaths.add(r.path()));
        this.javalin = Javalin.create(config -> {
            quiet(config, limits);
            config.jetty.addConnector((server, http) -> connector(server, http, tls, host, port));
            config.jetty.modifyServer(server -> server.setStopTimeout(drainMs));
            guard(config);
            routes.forEach(r -> config.routes.addHttpHandler(r.method(), r.path(), r.handler(), r.access()));
        });
    }

    private void quiet(JavalinConfig config, Limits limits) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // Jetty would add the charset of a textual default to every other type.
        config.http.defaultContentType = "application/octet-stream";
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = limits.bodyBytes();
        // Secrets and text of others never share a compressed answer.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jsonMapper(new WireMapper(json));
        QueuedThreadPool pool = new QueuedThreadPool(THREADS, 4, 30_000);
        pool.setName("vireo-http");
        config.jetty.threadPool = pool;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setUriCompliance(UriCompliance.DEFAULT);
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
            http.addCustomizer((request, headers) -> {
                headers.put(HttpHeader.CACHE_CONTROL, "no-store")
                        .put("X-Content-Type-Options", "nosniff")
                        .put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                        .put("Cross-Origin-Resource-Policy", "same-origin")
                        .put("Referrer-Policy", "no-referrer");
                return request;
            });
            // The certificate is pinned by its fingerprint, so that the name a client dials does not matter.
            http.addCustomizer(new SecureRequestCustomizer(false));
        });
        config.jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            server.setErrorHandler(this::refuse);
        });
    }

    private static Connector connector(
            Server server, HttpConfiguration http, TlsIdentity tls, String host, int port) {
        char[] password = Token.random().text().toCharArray();
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(tls.keyStore(password));
        ssl.setKeyStorePassword(new String(password));
        ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        ssl.setSniRequired(false);
        ServerConnector connector = new ServerConnector(
                server, 1, 1, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(60_000);
        return connector;
    }

    private void guard(JavalinConfig config) {
        config.routes.before(this::authenticate);
        config.routes.beforeMatched(ApiServer::authorise);
        config.routes.exception(Exception.class, this::problem);
        // Javalin has a handler of its own for these, which is nearer than the one above.
        config.routes.exception(HttpResponseException.class, this::problem);
        config.router.javaLangErrorHandler((response, error) -> {
            Problem problem = Problem.of(error, "a request");
            try {
                response.setStatus(problem.status());
                response.setContentType(Problem.CONTENT_TYPE);
                response.getOutputStream().write(json.bytes(problem));
            } catch (IOException e) {
                error.addSuppressed(e);
            }
        });
    }

    private void authenticate(Context ctx) {
        TrustRoutes.warnings(keyring).forEach(w -> ctx.header(TrustRoutes.WARNING_HEADER, w));
        if (stopping) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "the runtime is stopping; ask again when it runs");
        }
        // Javalin would answer a HEAD that no route has with 200, whatever GET says there.
        boolean head = ctx.method().equals(HandlerType.HEAD)
                && routes.stream().anyMatch(r -> r.method().equals(HandlerType.HEAD) && r.fits(ctx.path()));
        if (!head && !METHODS.contains(ctx.method())) {
            throw new HttpResponseException(
                    405, ctx.method() + " is not used here; there are GET, POST and DELETE, and HEAD for pictures and clips");
        }
        if (publicPaths.contains(ctx.path())) {
            ctx.attribute("access", Access.PUBLIC);
        } else if (token.isIn(ctx.header("Authorization"))) {
            // The local token stands for whoever owns the home directory.
            ctx.attribute("access", Access.ADMINISTRATOR);
        } else {
            throw new HttpResponseException(
                    401, "send the token of run/endpoint.json in the home directory as \"Authorization: Bearer TOKEN\"");
        }
    }

    private static void authorise(Context ctx) {
        Access access = ctx.attribute("access");
        boolean declared = ctx.routeRoles().size() == 1;
        if (!declared
                || access == null
                || !access.allows((Access) ctx.routeRoles().iterator().next())) {
            throw new HttpResponseException(403, "this token may not do that");
        }
    }

    private void problem(Exception e, Context ctx) {
        Problem.of(e, ctx.method() + " " + ctx.path()).write(ctx, json);
    }

    /** What Jetty refuses before any route sees it, e.g. a malformed request line. */
    private boolean refuse(Request request, Response response, Callback callback) {
        int status = Math.max(400, response.getStatus());
        ErrorKind kind = status == 503 ? ErrorKind.UNAVAILABLE : status >= 500 ? ErrorKind.INTERNAL : ErrorKind.USER_INPUT;
        String detail = status == 503 ? "the runtime is stopping" : "the server refused the request with status " + status;
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        Content.Sink.write(
                response,
                true,
                new String(json.bytes(Problem.of(kind, status, detail, null)), StandardCharsets.UTF_8),
                callback);
        return true;
    }

    List<Route> routes() {
        return routes;
    }

    /** Every handler that the server knows, by the way it is asked for. */
    Javalin javalin() {
        return javalin;
    }

    /** @throws VireoException USER_INPUT when the port cannot be had */
    void start() {
        media.sweep();
        revoked.warnings().forEach(w -> LOG.log(Level.WARNING, w));
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    e.getMessage() + " Set another port, or 0 for any free one.",
                    e);
        }
    }

    int port() {
        return javalin.port();
    }

    /** Refuses new requests, lets running ones end within the drain time, then closes. Safe to call at any time. */
    void stop() {
        stopping = true;
        events.stop();
        javalin.stop();
        media.stop();
    }

    /** Keeps Javalin from looking for a mapper of its own; handlers write bytes. */
    private record WireMapper(Json json) implements JsonMapper {
        @Override
        public String toJsonString(Object value, Type type) {
            return new String(json.bytes(value), StandardCharsets.UTF_8);
        }

        @Override
        public <T> T fromJsonStream(InputStream in, Type type) {
            throw new UnsupportedOperationException("bodies are read by Requests");
        }
    }
}
