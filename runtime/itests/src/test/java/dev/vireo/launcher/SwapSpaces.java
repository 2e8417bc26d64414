package dev.vireo.launcher;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a test does to the spaces of a {@link SwapRuntime}, in the place of the bundle that builds them. */
final class SwapSpaces {
    private static final String CATALOG = "dev.vireo.api.catalog.SpaceCatalog";
    private static final String BROKER = "dev.vireo.api.broker.Broker";

    private final SwapRuntime runtime;

    SwapSpaces(SwapRuntime runtime) {
        this.runtime = runtime;
    }

    private Object call(String method, Object... arguments) {
        return runtime.call(method, CATALOG, method, arguments);
    }

    private Object space(String id) throws ReflectiveOperationException {
        return SwapRuntime.get(((Optional<?>) call("space", id)).orElseThrow(), "space");
    }

    /** {@code space:state … | live encoder … | started encoder …}. */
    String status() throws Exception {
        StringBuilder text = new StringBuilder();
        for (Object stored : (List<?>) call("spaces")) {
            text.append(SwapRuntime.get(SwapRuntime.get(stored, "space"), "id")).append(':').append(SwapRuntime.get(stored, "state")).append(' ');
        }
        return text + "|" + names(encoders("leaseAll")) + " |" + names(encoders("leaseStarted"));
    }

    /** Space by encoder. */
    private Map<String, Object> encoders(String lease) throws Exception {
        Map<String, Object> found = new LinkedHashMap<>();
        try (AutoCloseable leases = (AutoCloseable) runtime.call(lease, BROKER, lease, runtime.api("dev.vireo.api.encode.Encoder"))) {
            for (Object encoder : (List<?>) SwapRuntime.get(leases, "services")) {
                found.put(SwapRuntime.get(SwapRuntime.get(encoder, "info"), "ref").toString(), SwapRuntime.get(encoder, "space"));
            }
        }
        return found;
    }

    private static String names(Map<String, Object> encoders) {
        StringBuilder text = new StringBuilder();
        new TreeSet<>(encoders.keySet()).forEach(name -> text.append(' ').append(name));
        return text.toString();
    }

    String adopt() throws Exception {
        Map<Object, String> live = new LinkedHashMap<>();
        encoders("leaseAll").forEach((ref, space) -> live.put(space, ref));
        call("adopt", live);
        return "adopted";
    }

    /** A space is complete and was compared; {@code SPACE OVERLAP}. */
    String ready(String line) throws Exception {
        String[] words = line.split(" ");
        Object space = space(words[0]);
        call("ready", space);
        Constructor<?> times = runtime.api("dev.vireo.api.catalog.SpaceReport$Times").getConstructors()[0];
        Object same = times.newInstance(10.0, 20.0);
        Object report = runtime.api("dev.vireo.api.catalog.SpaceReport").getConstructors()[0].newInstance(
                Instant.now(), "default", new ArrayList<>(), 10, 10, Double.parseDouble(words[1]), 0.5, 0.5, same, same, new ArrayList<>());
        call("report", space, report);
        return "ready";
    }

    /** {@code SPACE [DOMAIN]}. */
    String cutOver(String line) throws Exception {
        String[] words = line.split(" ");
        call("cutOver", space(words[0]), words.length > 1 ? Optional.of(words[1]) : Optional.empty());
        return "cut over";
    }

    String back() {
        call("back", Optional.empty());
        return "back";
    }

    /** From now on a shadow can be begun, which nobody asks anything: there is no search here. */
    String shadows() throws Exception {
        Class<?> shadowing = runtime.api("dev.vireo.api.deploy.Shadowing");
        Class<?> shadow = runtime.api("dev.vireo.api.deploy.Shadowing$Shadow");
        Object none = runtime.api("dev.vireo.api.catalog.SpaceReport$Times").getConstructors()[0].newInstance(0.0, 0.0);
        Object report = runtime.api("dev.vireo.api.deploy.ShadowReport").getConstructors()[0]
                .newInstance(0, 0, 1.0, 1.0, 1.0, none, none, new ArrayList<>());
        Object begun = Proxy.newProxyInstance(shadow.getClassLoader(), new Class<?>[] {shadow},
                (_, method, _) -> method.getName().equals("report") ? report : null);
        runtime.register(shadowing, Proxy.newProxyInstance(shadowing.getClassLoader(), new Class<?>[] {shadowing}, (_, _, _) -> begun));
        return "shadows";
    }

    String drop(String id) throws Exception {
        call("drop", space(id));
        return "dropped";
    }
}
