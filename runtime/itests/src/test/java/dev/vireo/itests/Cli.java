package dev.vireo.itests;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command of the distribution, as a user calls it: with the product's own Java. */
final class Cli {
    private static final long LIMIT_S = 180;

    private Cli() {}

    /** Starts it; what it says on both ways out comes as one. */
    static Process start(String... arguments) throws IOException {
        return builder(arguments).redirectErrorStream(true).start();
    }

    private static ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Runtimes.distribution().resolve("bin/vireo").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_HOME");
        return builder;
    }

    /** Waits for its end. @return all that it said */
    static String said(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue("it does not end: " + text, process.waitFor(LIMIT_S, TimeUnit.SECONDS));
        return text;
    }

    /** Starts a runtime and waits until it is ready. */
    static Process runtime(Path home) throws IOException {
        Process runtime = builder("run", "--home", home.toString(), "--port", "0", "--start-limit", Long.toString(LIMIT_S - 10))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String ready = runtime.inputReader(StandardCharsets.UTF_8).readLine();
        assertTrue(String.valueOf(ready), ready != null && ready.startsWith("ready "));
        return runtime;
    }

    /** Ends a runtime, in order if it can. */
    static void end(Process runtime) throws InterruptedException {
        runtime.toHandle().destroy();
        if (!runtime.waitFor(30, TimeUnit.SECONDS)) {
            runtime.destroyForcibly();
        }
    }
}
