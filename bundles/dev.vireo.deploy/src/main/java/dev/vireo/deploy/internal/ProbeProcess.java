package dev.vireo.deploy.internal;

import dev.vireo.api.broker.Stage.Origin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs bundles in a Java of their own before they may come near requests: what hangs, grabs memory or crashes there takes
 * only that process with it.
 */
final class ProbeProcess {
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final long POLL_MS = 50;
    private static final String LAUNCHER = "dev.vireo.launcher.Probe";
    private static final int SIGNAL = 128;

    private final Path distribution;
    private final Path work;
    private final Memory memory;
    private final long limitMs;
    private final long memoryLimit;

    /**
     * @param distribution whose Java and launcher are used
     * @param work folder for the homes of probes
     * @param limitMs longest time of a probe [ms]
     * @param memoryLimit most resident memory of its process [bytes]
     */
    ProbeProcess(Path distribution, Path work, Memory memory, long limitMs, long memoryLimit) {
        this.distribution = distribution;
        this.work = work;
        this.memory = memory;
        this.limitMs = limitMs;
        this.memoryLimit = memoryLimit;
    }

    /**
     * Starts, calls and ends.
     *
     * @param installed what the process installs: {@code start level, tab, file} a line
     * @param subjects which of them are under probe
     * @return resident memory that they took [bytes]
     * @throws VireoException USER_INPUT with the reason when they fail
     */
    long run(long number, List<String> installed, Set<Origin> subjects) throws InterruptedException {
        Path folder = work.resolve("generation-" + number);
        Process process = null;
        try {
            delete(folder);
            ProbeFolder meeting = new ProbeFolder(folder);
            meeting.prepare(installed, subjects);
            process = start(folder);
            return await(process, meeting);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot run a probe in " + folder + ": " + e.getMessage(), e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
                process.waitFor();
            }
            deleteQuietly(folder);
        }
    }

    private Process start(Path folder) throws IOException {
        // Nobody waits for a probe as for a request: it takes what requests leave.
        List<String> command = new ArrayList<>(Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", "10") : List.of());
        command.addAll(List.of(
                distribution.resolve("jre/bin/java").toString(),
                "-Xms32m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxMetaspaceSize=192m",
                "-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Xlog:disable", "-Xlog:all=error:stderr",
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8",
                "-Donnxruntime.native.path=" + distribution.resolve("native"), "-Dvireo.dist=" + distribution,
                LAUNCHER, folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        // In the environment and not on the command line: ONNX Runtime dies in a process whose command line has 4 KiB.
        builder.environment().put("CLASSPATH", libraries());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile()).start();
    }

    private String libraries() throws IOException {
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
            return jars.filter(j -> j.toString().endsWith(".jar")).map(Path::toString).sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private long await(Process process, ProbeFolder meeting) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        long most = 0;
        while (true) {
            boolean ended = process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
            if (meeting.result().isPresent()) {
                ProbeFolder.Result result = meeting.result().get();
                if (!result.reason().isEmpty()) {
                    throw refused(result.reason());
                }
                return result.needBytes();
            }
            if (ended) {
                throw refused("its process ended with " + ending(process.exitValue()) + " while " + meeting.step() + last(meeting));
            }
            OptionalLong resident = memory.resident(Long.toString(process.pid()));
            most = Math.max(most, resident.orElse(0));
            if (most > memoryLimit) {
                throw refused("its process took " + Memory.mib(most) + " of memory, allowed are " + Memory.mib(memoryLimit)
                        + " (probe.memory.mib), while " + meeting.step());
            }
            if (System.nanoTime() > deadline) {
                throw refused("it was not done after " + limitMs / 1000 + " s (probe.limit.s): " + meeting.step());
            }
        }
    }

    private static VireoException refused(String reason) {
        return new VireoException(ErrorKind.USER_INPUT, "refused by its probe: " + reason);
    }

    private static String ending(int code) {
        return switch (code) {
            case 3 -> "code 3 (out of memory)";
            case SIGNAL + 6 -> "signal 6 (abort)";
            case SIGNAL + 9 -> "signal 9 (killed)";
            case SIGNAL + 11 -> "signal 11 (crash in native code)";
            default -> "code " + code;
        };
    }

    private static String last(ProbeFolder meeting) {
        try {
            String output = Files.readString(meeting.path().resolve("output"), StandardCharsets.UTF_8).strip();
            return Arrays.stream(output.split("\n")).filter(l -> !l.isBlank() && !l.startsWith("WARNING: Using incubator"))
                    .reduce((a, b) -> b).map(l -> ": " + l.strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            // The folder is below the cache, which the next start empties.
            System.getLogger(ProbeProcess.class.getName()).log(System.Logger.Level.DEBUG, "cannot delete " + folder, e);
        }
    }
}
