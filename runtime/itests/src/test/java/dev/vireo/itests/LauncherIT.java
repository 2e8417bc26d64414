package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The distribution as a user starts it: with its own Java, from a terminal. */
public class LauncherIT {
    private static final long LIMIT_S = 180;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void itGetsReadyRefusesASecondAndStopsInOrder() throws Exception {
        Path home = folder.newFolder("home").toPath();
        Process run = vireo("run", "--home", home.toString(), "--port", "0", "--start-limit", "170");
        try (BufferedReader out = run.inputReader(StandardCharsets.UTF_8)) {
            String ready = out.readLine();
            assertTrue(ready + error(run, home), ready != null && ready.matches("ready https://127\\.0\\.0\\.1:\\d+"));
            Path endpoint = home.resolve("run/endpoint.json");
            assertTrue(Files.readString(endpoint).contains(ready.substring("ready ".length())));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(endpoint)));

            Process second = vireo("run", "--home", home.toString());
            assertTrue(second.waitFor(LIMIT_S, TimeUnit.SECONDS));
            assertEquals(1, second.exitValue());
            assertEquals("vireo: another runtime (process " + run.pid() + ") runs on " + home
                    + "; stop it, or give another directory with --home", lines(second).getLast());

            Process status = vireo("status", "--home", home.toString());
            assertTrue(status.waitFor(LIMIT_S, TimeUnit.SECONDS));
            assertEquals(lines(status).toString(), 0, status.exitValue());

            run.toHandle().destroy(); // SIGTERM; of Process it would also close the streams
            assertTrue("not stopped within 20 s", run.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, run.exitValue());
            assertEquals("more than one line on standard output", null, out.readLine());
            assertFalse("a stale address is left", Files.exists(endpoint));
        } finally {
            run.destroyForcibly();
        }
    }

    @Test
    public void wrongSettingsNameFileAndKey() throws Exception {
        Path home = folder.newFolder("home").toPath();
        Path file = Files.createDirectories(home.resolve("conf")).resolve("dev.vireo.admin.javalin.json");
        Files.writeString(file, "{ \"port\": 70000, \"colour\": \"red\" }");

        Process run = vireo("run", "--home", home.toString());

        assertTrue(run.waitFor(LIMIT_S, TimeUnit.SECONDS));
        assertEquals(1, run.exitValue());
        List<String> errors = lines(run);
        assertTrue(errors.toString(), errors.stream().anyMatch(e -> e.startsWith("vireo: " + file + ": port is \"70000\"; expected Integer")));
        assertTrue(errors.toString(), errors.stream().anyMatch(e -> e.contains("has no setting colour")));
    }

    @Test
    public void wrongUsageIsCode2() throws Exception {
        for (String[] arguments : new String[][] {{"run", "--colour"}, {"run", "--port", "70000"}, {"run", "--port", "x"}}) {
            Process run = vireo(arguments);
            assertTrue(run.waitFor(LIMIT_S, TimeUnit.SECONDS));
            assertEquals(String.join(" ", arguments) + lines(run), 2, run.exitValue());
        }
    }

    @Test
    public void aHomeThatCannotBeWrittenIsNamed() throws Exception {
        Path file = folder.newFile("file").toPath();

        Process run = vireo("run", "--home", file.toString());

        assertTrue(run.waitFor(LIMIT_S, TimeUnit.SECONDS));
        assertEquals(1, run.exitValue());
        assertTrue(lines(run).getFirst().startsWith("vireo: " + file + " cannot be used as a home"));
    }

    private static Process vireo(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Runtimes.distribution().resolve("bin/vireo").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The product brings its own Java: nothing of this one may be needed.
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", "/usr/bin:/bin");
        return builder.start();
    }

    private static List<String> lines(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    private static String error(Process run, Path home) throws IOException {
        return run.isAlive() ? "" : " " + lines(run) + " home " + home;
    }
}
