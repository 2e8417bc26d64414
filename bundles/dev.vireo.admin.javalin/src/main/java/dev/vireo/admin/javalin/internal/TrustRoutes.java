package dev.vireo.admin.javalin.internal;

import dev.vireo.api.deploy.Keyring;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.http.Context;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whom the appliance trusts to make packages. */
final class TrustRoutes {
    /** Said with every answer and by every command while developer mode is on. */
    static final String WARNING = "developer mode is on: packages that nobody signed are taken; vireo keys developer off ends it";
    static final String WARNING_HEADER = "Vireo-Warning";

    private static final Logger LOG = System.getLogger(TrustRoutes.class.getName());

    private final Keyring keyring;
    private final RevokedPackages revoked;
    private final Requests requests;
    private final Json json;

    TrustRoutes(Keyring keyring, RevokedPackages revoked, Requests requests, Json json) {
        this.keyring = keyring;
        this.revoked = revoked;
        this.requests = requests;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Route.BASE + "/trust", Access.VIEWER, this::show),
                Route.post(Route.BASE + "/trust", Access.ADMINISTRATOR, this::accept),
                Route.post(Route.BASE + "/trust/developer-mode", Access.ADMINISTRATOR, this::developerMode),
                Route.post(Route.BASE + "/trust/clock", Access.ADMINISTRATOR, this::clock));
    }

    /** What every answer warns of; empty most of the time. */
    static List<String> warnings(Keyring keyring) {
        return keyring.developerMode() ? List.of(WARNING) : List.of();
    }

    private void show(Context ctx) {
        json.write(ctx, view(keyring.trusted()));
    }

    private void accept(Context ctx) {
        Wire.TrustRequest request = requests.body(ctx, Wire.TrustRequest.class, 2 << 20);
        if (request.statement() == null || request.statement().isBlank()) {
            throw new VireoException(ErrorKind.USER_INPUT, "statement is empty; send what vireo keys wrote");
        }
        Keyring.Accepted accepted = keyring.accept(
                request.name() == null ? "the statement" : request.name(),
                request.statement().getBytes(StandardCharsets.UTF_8),
                Optional.ofNullable(request.replace()));
        revoked.send(ctx).forEach(w -> LOG.log(Level.WARNING, w));
        json.write(ctx, new Wire.TrustAccepted(accepted.kind(), accepted.id(), accepted.title(), accepted.changed()));
    }

    private void developerMode(Context ctx) {
        Wire.DeveloperMode request = requests.body(ctx, Wire.DeveloperMode.class, 1 << 10);
        if (request.on() == null) {
            throw new VireoException(ErrorKind.USER_INPUT, "on is missing; it needs true or false");
        }
        keyring.developerMode(request.on());
        json.write(ctx, view(keyring.trusted()));
    }

    private void clock(Context ctx) {
        keyring.correctTime();
        json.write(ctx, view(keyring.trusted()));
    }

    private static Wire.Trust view(Keyring.Trusted t) {
        Map<String, String> floors = new TreeMap<>();
        t.floors().forEach((name, version) -> floors.put(name, version.toString()));
        List<Wire.Publisher> publishers = new ArrayList<>();
        t.publishers().forEach(p -> publishers.add(new Wire.Publisher(
                key(p.key()), p.prefixes(), p.channels(), p.from().toString(), p.until().toString(), p.state())));
        return new Wire.Trust(
                t.root().map(TrustRoutes::key).orElse(null),
                publishers,
                t.revocationNumber(),
                new TreeMap<>(t.revokedKeys()),
                new TreeMap<>(t.revokedPackages()),
                floors,
                t.now().toString(),
                t.latestSeen().toString(),
                t.developerMode());
    }

    private static Wire.Key key(Keyring.Key key) {
        return new Wire.Key(key.id(), key.name());
    }
}
