package dev.vireo.launcher;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/**
 * The part of a runtime that deploys, without models and port: it starts in about a second and obeys lines of standard input.
 * {@code HOME WARM_S WATCH_S ROOT_FILE}. A test kills it where it likes.
 */
public final class SwapRuntime {
    private static final Set<String> BUNDLES = Set.of("org.apache.felix.configadmin", "org.apache.felix.scr", "dev.vireo.api",
            "dev.vireo.pack", "dev.vireo.broker", "dev.vireo.catalog.sqlite", "dev.vireo.deploy");
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final String GENERATIONS = "dev.vireo.api.deploy.Generations";
    private static final String ROWS = "dev.vireo.api.deploy.GenerationStore";
    private static final String BROKER = "dev.vireo.api.broker.Broker";

    private final FelixRuntime runtime;
    private final SwapSpaces spaces = new SwapSpaces(this);
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong mixed = new AtomicLong();
    /** Requests by the generation that they were told. */
    private final Map<Long, AtomicLong> shares = new ConcurrentSkipListMap<>();
    /** The version that a generation has. */
    private final Map<Long, String> versions = new ConcurrentHashMap<>();
    private final List<Thread> users = new ArrayList<>();
    private volatile boolean load;

    private SwapRuntime(FelixRuntime runtime) {
        this.runtime = runtime;
    }

    public static void main(String[] arguments) {
        try {
            run(arguments, System.out);
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1); // threads of the framework would keep it alive
        }
    }

    private static void run(String[] arguments, PrintStream out) throws Exception {
        System.setOut(System.err); // the framework prints
        Home home = Home.open(Path.of(arguments[0]));
        List<Distribution.Item> items = new Distribution(Path.of(System.getProperty("vireo.dist"))).read().bundles().stream()
                .filter(i -> BUNDLES.contains(i.file().getFileName().toString().replaceFirst("-\\d.*", "")))
                .toList();
        FelixRuntime felix = FelixRuntime.start(home, new Distribution.Content(items, Map.of(), Map.of()), Map.of());
        felix.configure(Map.of("dev.vireo.deploy", Map.of("warm.s", Integer.parseInt(arguments[1]),
                "watch.s", Integer.parseInt(arguments[2]), "drain.s", 5, "probe.limit.s", Integer.getInteger("swap.probe_limit_s", 60),
                "memory.limit.mib", Integer.getInteger("swap.memory_limit_mib", 0))));
        felix.level(FelixRuntime.INTENT_LEVEL);
        if (Boolean.getBoolean("swap.stop_early")) {
            new Diagnosis(felix).stopInOrder();
            felix.close();
            return;
        }
        felix.level(60);
        SwapRuntime swap = new SwapRuntime(felix);
        while (!new Diagnosis(felix).generation().isEmpty()) {
            List<String> fatal = new Diagnosis(felix).fatal();
            if (!fatal.isEmpty()) {
                out.println("fatal " + fatal);
                Runtime.getRuntime().halt(1);
            }
            Thread.sleep(10);
        }
        List<String> missing = new Diagnosis(felix).missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("not up: " + missing);
        }
        swap.call("Keyring", "dev.vireo.api.deploy.Keyring", "accept", "root", Files.readAllBytes(Path.of(arguments[3])), Optional.empty());
        out.println("up");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(swap.obey(line.split(" ", 2)));
        }
        felix.close();
    }

    private String obey(String[] line) throws Exception {
        String rest = line.length > 1 ? line[1] : "";
        return switch (line[0]) {
            case "deploy" -> change("deploy", Path.of(rest));
            case "try" -> change("tryOut", Path.of(rest.split(" ", 2)[1]), Integer.parseInt(rest.split(" ", 2)[0]));
            case "promote", "discard" ->
                    change(line[0], rest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rest)));
            case "trial" -> trial(call("trial", GENERATIONS, "trial", Long.parseLong(rest)));
            case "noted" -> trial(call("trial", ROWS, "trial", Long.parseLong(rest)));
            case "shares" -> shares();
            case "rollback" -> change("rollback", rest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rest)));
            case "status" -> status();
            case "beside", "beside-when-ready" -> beside(Path.of(rest), line[0].endsWith("ready"));
            case "build-again" -> follow(() -> call("rollback", GENERATIONS, "rollback", OptionalLong.of(Long.parseLong(rest))), "building");
            case "reason" -> reason(Long.parseLong(rest));
            case "spaces" -> spaces.status();
            case "adopt" -> spaces.adopt();
            case "ready" -> spaces.ready(rest);
            case "cutover" -> spaces.cutOver(rest);
            case "back" -> spaces.back();
            case "shadows" -> spaces.shadows();
            case "drop" -> spaces.drop(rest);
            case "call" -> callReranker(Integer.parseInt(rest));
            case "load" -> startLoad();
            case "counts" -> stopLoad();
            case "leaked" -> Long.toString(leaked());
            default -> "unknown " + line[0];
        };
    }

    Object call(String what, String service, String method, Object... arguments) {
        return runtime.useNamed(service, s -> {
            try {
                Method found = Arrays.stream(s.getClass().getMethods())
                        .filter(m -> m.getName().equals(method) && m.getParameterCount() == arguments.length)
                        .findFirst()
                        .orElseThrow();
                return new AtomicReference<>(found.invoke(s, arguments));
            } catch (java.lang.reflect.InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException r) {
                    throw r;
                }
                throw new IllegalStateException(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(what, e);
            }
        }).orElseThrow(() -> new IllegalStateException("no " + service)).get();
    }

    static Object get(Object of, String name) throws ReflectiveOperationException {
        Method method = of.getClass().getMethod(name);
        method.setAccessible(true);
        return method.invoke(of);
    }

    private String change(String method, Object... arguments) throws Exception {
        return follow(() -> call(method, GENERATIONS, method, arguments), "");
    }

    /** @param until a step at which it is left; empty to follow it to its end */
    private String follow(Supplier<Object> begin, String until) throws Exception {
        try {
            Object generation = begin.get();
            long number = (Long) get(generation, "number");
            CountDownLatch ended = new CountDownLatch(1);
            AtomicReference<Object> last = new AtomicReference<>();
            Consumer<Object> listener = progress -> {
                try {
                    if ((Boolean) get(progress, "ended") || get(progress, "step").equals(until)) {
                        last.set(progress);
                        ended.countDown();
                    }
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
            try (AutoCloseable _ = (AutoCloseable) call("listen", GENERATIONS, "listen", number, listener)) {
                ended.await();
            }
            remember();
            boolean bad = (Boolean) get(last.get(), "failed");
            String step = get(last.get(), "step").toString();
            return (bad ? "failed " : step.equals("serving") ? "serves " : step + " ") + number + " " + get(last.get(), "message").toString().replace('\n', ' ');
        } catch (RuntimeException e) {
            return "refused " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    /** The class loader of what serves now, weakly. */
    private void remember() {
        for (Bundle bundle : runtime.bundles()) {
            if (bundle.getSymbolicName().equals("dev.vireo.itests.swap") && bundle.getState() == Bundle.ACTIVE) {
                ClassLoader loader = bundle.adapt(org.osgi.framework.wiring.BundleWiring.class).getClassLoader();
                if (loaders.stream().noneMatch(l -> l.refersTo(loader))) {
                    loaders.add(new WeakReference<>(loader));
                }
            }
        }
    }

    /** {@code desired active lastGood | number:state … | provider … | bundle version …}. */
    private String status() throws Exception {
        Object intent = call("intent", GENERATIONS, "intent");
        StringBuilder text = new StringBuilder();
        text.append(get(intent, "desired")).append(' ').append(get(intent, "active")).append(' ').append(get(intent, "lastGood")).append(" |");
        for (Object generation : (List<?>) call("list", GENERATIONS, "list")) {
            text.append(' ').append(get(generation, "number")).append(':').append(get(generation, "state"));
        }
        text.append(" |");
        for (Object live : (List<?>) call("live", BROKER, "live")) {
            text.append(' ').append(get(live, "provider"));
        }
        text.append(" |");
        Set<String> versions = new TreeSet<>();
        for (Bundle bundle : runtime.bundles()) {
            if (bundle.getSymbolicName().equals("dev.vireo.itests.swap")) {
                versions.add(bundle.getVersion().toString());
            }
        }
        versions.forEach(v -> text.append(' ').append(v));
        return text.toString();
    }

    private String reason(long number) throws Exception {
        for (Object generation : (List<?>) call("list", GENERATIONS, "list")) {
            if ((Long) get(generation, "number") == number) {
                return get(generation, "reason").toString();
            }
        }
        return "no generation " + number;
    }

    private Class<?> reranker() throws ClassNotFoundException {
        return api("dev.vireo.api.rerank.Reranker");
    }

    Class<?> api(String name) throws ClassNotFoundException {
        return api().loadClass(name);
    }

    private Bundle api() {
        return runtime.bundles().stream().filter(b -> b.getSymbolicName().equals("dev.vireo.api")).findFirst().orElseThrow();
    }

    void register(Class<?> type, Object service) {
        api().getBundleContext().registerService(type.getName(), service, null);
    }

    /** Deploys what brings another space, and waits until that is being built. */
    private String beside(Path file, boolean whenReady) throws Exception {
        return follow(() -> call("deploy", GENERATIONS, "deploy", file, whenReady), "building");
    }

    private String callReranker(int times) throws Exception {
        int bad = 0;
        for (int i = 0; i < times; i++) {
            try (AutoCloseable leases = (AutoCloseable) call("leaseAll", BROKER, "leaseAll", reranker())) {
                for (Object service : (List<?>) get(leases, "services")) {
                    get(service, "reads");
                }
            } catch (java.lang.reflect.InvocationTargetException e) {
                bad++;
            }
        }
        return times + " calls " + bad + " failed";
    }

    private String startLoad() throws Exception {
        Class<?> reranker = reranker();
        load = true;
        for (int i = 0; i < 2; i++) {
            users.add(Thread.ofPlatform().name("load-" + i).daemon().start(() -> {
                while (load) {
                    try {
                        LongFunction<Object> request = generation -> request(generation, reranker);
                        call("request", BROKER, "request", request);
                        Thread.sleep(5);
                    } catch (Exception e) {
                        failed.incrementAndGet();
                    }
                }
            }));
        }
        return "loading";
    }

    /** Three leases, which must all be of the version that the generation has. */
    private Object request(long generation, Class<?> reranker) {
        shares.computeIfAbsent(generation, _ -> new AtomicLong()).incrementAndGet();
        for (int i = 0; i < 3; i++) {
            try (AutoCloseable leases = (AutoCloseable) call("leaseAll", BROKER, "leaseAll", reranker)) {
                List<?> services = (List<?>) get(leases, "services");
                if (services.size() != 1) {
                    mixed.incrementAndGet();
                }
                for (Object service : services) {
                    String version = (String) get(get(service, "info"), "version");
                    if (!version.equals(versions.computeIfAbsent(generation, _ -> version))) {
                        mixed.incrementAndGet();
                    }
                    get(service, "reads");
                    calls.incrementAndGet();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return generation;
    }

    /** {@code generation=requests …}. */
    private String shares() {
        return shares.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(" "));
    }

    /** {@code STATE percent candidate's-requests failed serving's-requests failed | reason}. */
    private static String trial(Object found) throws ReflectiveOperationException {
        if (((Optional<?>) found).isEmpty()) {
            return "none";
        }
        Object trial = ((Optional<?>) found).get();
        return get(trial, "state") + " " + get(trial, "percent") + side(get(trial, "candidate")) + side(get(trial, "serving")) + " | "
                + get(trial, "reason").toString().replace('\n', ' ');
    }

    private static String side(Object figures) throws ReflectiveOperationException {
        Object requests = ((Map<?, ?>) figures).get("request");
        return requests == null ? " 0 0" : " " + get(requests, "count") + " " + get(requests, "failures");
    }

    private String stopLoad() throws InterruptedException {
        load = false;
        for (Thread user : users) {
            user.join();
        }
        users.clear();
        return calls + " calls " + failed + " failed " + mixed + " mixed";
    }

    /** Class loaders of bundles that are gone and that nobody let go of. */
    private long leaked() throws InterruptedException {
        long started = runtime.bundles().stream().filter(b -> b.getSymbolicName().equals("dev.vireo.itests.swap")).count();
        long leaked = Long.MAX_VALUE;
        for (long until = System.nanoTime() + LIMIT_NS; leaked > 0 && System.nanoTime() < until; Thread.sleep(100)) {
            System.gc();
            leaked = Math.max(0, loaders.stream().filter(l -> l.get() != null).count() - started);
        }
        return leaked;
    }
}
