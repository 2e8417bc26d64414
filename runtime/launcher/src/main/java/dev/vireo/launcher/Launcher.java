package dev.vireo.launcher;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo run}: one runtime in the foreground until it is told to stop. */
@Command(name = "vireo run", mixinStandardHelpOptions = true, sortOptions = false, version = "Vireo 0.1.0",
        description = "Starts the runtime of a home directory in the foreground and prints one line, "
                + "\"ready https://127.0.0.1:PORT\", when it can answer. Stop it with Ctrl-C or SIGTERM.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped in order", "1:failure", "2:wrong usage"})
public final class Launcher implements Callable<Integer> {
    private static final Logger LOG = System.getLogger(Launcher.class.getName());
    private static final String ADMIN = "dev.vireo.admin.javalin";
    private static final String QUERY_ENGINE = "dev.vireo.api.query.QueryEngine";
    private static final long POLL_MS = 20;

    @Spec
    private CommandSpec spec;

    @Option(names = "--home", paramLabel = "DIR", description = "Directory with all data of this runtime; made if missing. "
            + "Default: VIREO_HOME or ~/.vireo")
    private Path home;

    @Option(names = "--port", paramLabel = "N", description = "HTTPS port on 127.0.0.1, 0 for a free one. "
            + "Default: as conf/dev.vireo.admin.javalin.json says, else 8443")
    private Integer port;

    @Option(names = "--start-limit", paramLabel = "S", defaultValue = "60", hidden = true,
            description = "Longest time until ready [s]")
    private int startLimitSeconds;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** @param arguments {@code run [--home DIR] [--port N]} */
    public static void main(String[] arguments) {
        String[] options = arguments.length > 0 && arguments[0].equals("run")
                ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        System.exit(new CommandLine(new Launcher()).execute(options));
    }

    @Override
    public Integer call() {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new ParameterException(spec.commandLine(), "--port is " + port + "; expected 0 to 65535");
        }
        for (String signal : List.of("TERM", "INT", "HUP")) {
            onSignal(signal);
        }
        try (Home locked = Home.open(home == null ? defaultHome() : home)) {
            System.setProperty("java.io.tmpdir", locked.temporary().toString());
            LogFile.install(locked.log(), err);
            return logged(locked);
        } catch (LaunchException e) {
            for (String line : e.getMessage().split("\n", -1)) {
                err.println("vireo: " + line);
            }
            return 1;
        }
    }

    private int logged(Home locked) {
        try {
            return run(locked);
        } catch (RuntimeException e) {
            LOG.log(Level.INFO, "ends with a failure", e);
            throw e;
        }
    }

    private int run(Home locked) {
        long begin = System.nanoTime();
        Distribution.Content content = new Distribution(distribution()).read();
        Settings settings = new Settings(SettingsSchema.of(content.bundles().stream().map(Distribution.Item::file).toList()));
        content.configurations().forEach((pid, values) -> settings.put("features", pid, values));
        settings.overrides(locked.settings());
        if (port != null) {
            settings.put("--port", ADMIN, Map.of("port", port));
        }
        Map<String, Map<String, Object>> values = settings.values();
        int code;
        try (FelixRuntime runtime = FelixRuntime.start(locked, content, Map.of())) {
            runtime.configure(values);
            runtime.level(FelixRuntime.INTENT_LEVEL); // by itself: it may exchange bundles of higher levels
            runtime.level(content.highestStartLevel());
            URI url = awaitReady(runtime, locked);
            for (String refusal : new Diagnosis(runtime).refusals()) {
                err.println("warning: without the model of " + refusal);
            }
            if (url != null) {
                LOG.log(Level.INFO, "ready after {0} ms on {1}: {2}",
                        Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)), url, new Diagnosis(runtime).states());
                out.println("ready " + url);
                out.flush();
                runtime.awaitStop(stop);
            }
            code = stop.getCount() == 0 ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = 1;
        }
        LOG.log(Level.INFO, "stopped");
        return code;
    }

    /** The address that answers, or null if told to stop before. */
    private URI awaitReady(FelixRuntime runtime, Home locked) throws InterruptedException {
        Diagnosis diagnosis = new Diagnosis(runtime);
        long deadline = System.nanoTime() + Duration.ofSeconds(startLimitSeconds).toNanos();
        do {
            List<String> fatal = diagnosis.fatal();
            if (!fatal.isEmpty()) {
                throw new LaunchException("cannot start: " + String.join("\ncannot start: ", fatal)
                        + "\nthe log is " + locked.log());
            }
            if (Files.exists(locked.endpoint()) && runtime.serves(QUERY_ENGINE) && diagnosis.models().isEmpty()
                    && diagnosis.generation().isEmpty()) {
                return url(locked.endpoint());
            }
            if (stop.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                diagnosis.stopInOrder();
                return null;
            }
        } while (System.nanoTime() < deadline);
        List<String> missing = diagnosis.missing();
        if (!Files.exists(locked.endpoint())) {
            missing.add(ADMIN + " has not opened its port");
        }
        throw new LaunchException("not ready after " + startLimitSeconds + " s: "
                + String.join("\nnot ready: ", missing) + "\nthe log is " + locked.log());
    }

    private static URI url(Path endpoint) {
        try (JsonReader in = Json.createReader(Files.newBufferedReader(endpoint, StandardCharsets.UTF_8))) {
            return URI.create(in.readObject().getString("url"));
        } catch (IOException | RuntimeException e) {
            throw new LaunchException(endpoint + " is not readable: " + e.getMessage(), e);
        }
    }

    private static Path distribution() {
        String root = System.getProperty("vireo.dist");
        if (root == null) {
            throw new LaunchException("the system property vireo.dist is not set; start with bin/vireo");
        }
        return Path.of(root);
    }

    private static Path defaultHome() {
        String home = System.getenv("VIREO_HOME");
        return home == null || home.isEmpty() ? Path.of(System.getProperty("user.home"), ".vireo") : Path.of(home);
    }

    /**
     * Takes a signal away from the JVM, whose own handling would run all shutdown hooks at once: the one of ONNX
     * Runtime would free native memory under running calls. Here the framework stops first, then the JVM exits.
     *
     * <p>By reflection, because javac warns of every use of {@code sun.misc.Signal} and cannot be told not to.
     */
    private void onSignal(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object stopping = Proxy.newProxyInstance(Launcher.class.getClassLoader(), new Class<?>[] {handler},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            stop.countDown();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), stopping);
        } catch (ReflectiveOperationException e) {
            throw new LaunchException("this Java runtime cannot handle signal " + name + ": " + e.getMessage(), e);
        }
    }
}
