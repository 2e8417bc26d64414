package dev.vireo.launcher;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A framework for one probe of {@code dev.vireo.deploy}, in a process that may be lost: the core, and the bundles under probe.
 * Its folder names what to install; the bundle of deployment inside writes the result there. What the launcher itself sees,
 * a bundle that does not start or a component that throws, it writes in its stead.
 */
public final class Probe {
    private static final long POLL_MS = 20;
    /** The deployment bundle is up and has measured what the core takes; nothing under probe has started. */
    private static final int CORE_LEVEL = FelixRuntime.INTENT_LEVEL;

    private Probe() {}

    /** @param arguments the folder of the probe */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        endWithParent();
        Path folder = Path.of(arguments[0]);
        Path result = folder.resolve("result");
        try (Home home = Home.open(folder.resolve("home"))) {
            System.setProperty("java.io.tmpdir", home.temporary().toString());
            List<Distribution.Item> items = new ArrayList<>();
            for (String line : Files.readAllLines(folder.resolve("bundles"), StandardCharsets.UTF_8)) {
                String[] parts = line.split("\t", 2);
                items.add(new Distribution.Item("", Path.of(parts[1]), Integer.parseInt(parts[0]), ""));
            }
            Distribution.Content content = new Distribution.Content(items, Map.of(), Map.of());
            FelixRuntime runtime = FelixRuntime.start(home, content, Map.of("vireo.probe", folder.toString()));
            runtime.level(CORE_LEVEL);
            runtime.level(content.highestStartLevel());
            Diagnosis diagnosis = new Diagnosis(runtime);
            while (!Files.exists(result)) {
                List<String> fatal = diagnosis.fatal();
                if (!fatal.isEmpty()) {
                    write(folder, result, String.join("; ", fatal));
                }
                Thread.sleep(POLL_MS);
            }
        } catch (LaunchException e) {
            write(folder, result, e.getMessage());
        }
        Runtime.getRuntime().halt(0); // nothing of this process is kept
    }

    /** The runtime holds the other end of the standard input and writes nothing: its end is the runtime's, however that died. */
    private static void endWithParent() {
        Thread.ofPlatform().name("vireo-probe-parent").daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is expected; only the end counts
                }
            } catch (IOException e) {
                // a broken pipe is an end, too
            }
            Runtime.getRuntime().halt(1);
        });
    }

    private static void write(Path folder, Path result, String reason) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("reason", reason);
        Path part = folder.resolve("launcher.part");
        try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            properties.store(out, null);
        }
        Files.move(part, result, StandardCopyOption.ATOMIC_MOVE);
    }
}
