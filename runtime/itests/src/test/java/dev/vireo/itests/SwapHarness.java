package dev.vireo.itests;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.launcher.SwapRuntime;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.PackageWriter;
import dev.vireo.pack.RootKey;
import dev.vireo.pack.SigningKey;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packages of the swapped provider, and a process that deploys them. */
final class SwapHarness {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final Instant EXPIRES = Instant.parse("2099-01-01T00:00:00Z");

    private static final SigningKey ROOT = SigningKey.generate();
    private static final SigningKey PUBLISHER = SigningKey.generate();
    private static final Delegation DELEGATION = Delegation.read("the delegation", Delegation.write(
            new Delegation.Terms(ROOT.id(), PUBLISHER.verifying(), "Test", List.of("swap", "dev.vireo"),
                    List.of(Delegation.PRODUCT_CHANNEL), Instant.parse("2020-01-01T00:00:00Z"), EXPIRES),
            ROOT));

    private SwapHarness() {}

    /** A package of the provider with a version and a fault; no fault for an empty name. */
    static Path swap(Path folder, String version, String fault) throws IOException {
        return swap(folder, version, fault.isEmpty() ? Map.of() : Map.of("Swap-Fault", fault));
    }

    static Path swap(Path folder, String version, Map<String, String> headers) throws IOException {
        return build(folder, "swap", "swap", version, headers);
    }

    /** A package of an encoder whose space has this name. */
    static Path eye(Path folder, String version, String space) throws IOException {
        return build(folder, "eye", "swap.eye", version, Map.of("Eye-Space", space));
    }

    private static Path build(Path folder, String part, String name, String version, Map<String, String> headers) throws IOException {
        return pack(folder, name, version, Runtimes.built(folder, part, version, headers));
    }

    /** A signed package for the product's own channel, whose code is not looked into: faults come through to the probe. */
    static Path pack(Path folder, String name, String version, Path... jars) {
        PackageManifest manifest = PackageWriter.manifest(name, PackageVersion.parse(version), Delegation.PRODUCT_CHANNEL, EXPIRES, List.of(jars));
        Path file = folder.resolve(name + "-" + version + ".vpk");
        PackageWriter.write(manifest, List.of(jars), Optional.of(new PackageWriter.By(PUBLISHER, Optional.of(DELEGATION))), file);
        return file;
    }

    /** Writes the statement of the root key by which these packages are signed. */
    static Path root(Path file) throws IOException {
        return Files.write(file, RootKey.write(ROOT, "Test root", List.of()));
    }

    /** A running process. */
    static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader said;

        private Running(Process process) {
            this.process = process;
            this.said = process.inputReader(StandardCharsets.UTF_8);
        }

        /** Says something whose answer is not waited for. */
        void send(String command) throws IOException {
            process.outputWriter(StandardCharsets.UTF_8).write(command + "\n");
            process.outputWriter(StandardCharsets.UTF_8).flush();
        }

        /** Processes that it started. */
        List<ProcessHandle> children() {
            return process.descendants().toList();
        }

        /** Asks until the answer is this one. @return the answer that it was left at */
        String await(String question, String answer) throws IOException, InterruptedException {
            return await(question, answer::equals);
        }

        /** Asks until the answer is as wanted. @return the answer that it was left at; null when it died */
        String await(String question, Predicate<String> wanted) throws IOException, InterruptedException {
            String said = tell(question);
            for (long until = System.nanoTime() + LIMIT_NS; said != null && !wanted.test(said) && System.nanoTime() < until; Thread.sleep(50)) {
                said = tell(question);
            }
            return said;
        }

        /** @return what it answers; null when it died of it */
        String tell(String command) throws IOException {
            try {
                send(command);
            } catch (IOException e) {
                return null; // it was dead before
            }
            return said.readLine();
        }

        int exit() throws InterruptedException {
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        }

        boolean alive() {
            return process.isAlive();
        }

        long pid() {
            return process.pid();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** The launcher's, without the API: its classes belong to a bundle, and a second copy would hide the services. */
    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(Runtimes.distribution().resolve("lib"))) {
            return Path.of(SwapRuntime.class.getProtectionDomain().getCodeSource().getLocation().toURI()) + File.pathSeparator
                    + jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Starts and waits until it is up. @return the process, dead when it did not come up */
    static Running run(Path home, int warmSeconds, int watchSeconds, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "-Dvireo.dist=" + Runtimes.distribution()));
        command.addAll(List.of(options));
        Path root = root(home.resolveSibling("root.json"));
        command.addAll(List.of(SwapRuntime.class.getName(), home.toString(), Integer.toString(warmSeconds),
                Integer.toString(watchSeconds), root.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", classPath());
        Running running = new Running(builder.redirectError(home.resolveSibling(home.getFileName() + ".log").toFile()).start());
        String line = running.said.readLine();
        if (line != null && !line.equals("up")) {
            throw new IOException("it did not come up: " + line);
        }
        return running;
    }
}
