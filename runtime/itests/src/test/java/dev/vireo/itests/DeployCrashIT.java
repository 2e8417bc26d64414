package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import dev.vireo.itests.SwapHarness.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A process that ends as by {@code kill -9} at each named step: after the restart one whole generation serves. */
public class DeployCrashIT {
    private static final int KILLED = 137;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final List<String> BEFORE_COMMIT = List.of(
            "ROW_ADDED", "STORED_ASIDE", "STORED", "INSTALLED", "PROBED", "STARTED", "WARMED", "BEFORE_COMMIT");
    private static final List<String> AFTER_COMMIT = List.of("COMMITTED", "SWAPPED", "DRAINED", "RETIRED");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** A home in which generation 1 serves. */
    private Path home(Path template, String point) throws Exception {
        Path home = folder.getRoot().toPath().resolve(point);
        copy(template, home);
        return home;
    }

    private static String afterRestart(Path home) throws Exception {
        try (Running running = SwapHarness.run(home, 600, 60)) {
            return running.tell("status");
        }
    }

    @Test
    public void oneWholeGenerationServesAfterEveryCrash() throws Exception {
        Path root = folder.getRoot().toPath();
        Path one = SwapHarness.swap(root, "1.0.0", "");
        Path two = SwapHarness.swap(root, "1.0.1", "");
        Path template = folder.newFolder("template").toPath();
        try (Running running = SwapHarness.run(template, 600, 60)) {
            assertTrue(running.tell("deploy " + one).startsWith("serves 1"));
            running.kill();
        }
        for (String point : BEFORE_COMMIT) {
            Path home = home(template, point);
            crash(home, point, "deploy " + two);
            String status = afterRestart(home);
            assertEquals(point, "1 1 0 | 0:RETIRED 1:ACTIVE 2:FAILED | swap@1.0.0 | 1.0.0", status);
        }
        for (String point : AFTER_COMMIT) {
            Path home = home(template, point);
            crash(home, point, "deploy " + two);
            assertEquals(point, "2 2 0 | 0:RETIRED 1:RETIRED 2:ACTIVE | swap@1.0.1 | 1.0.1", afterRestart(home));
        }
    }

    /** Going back: the transaction decides here, too. */
    @Test
    public void aRollBackIsWholeOrNotAtAll() throws Exception {
        Path root = folder.getRoot().toPath();
        Path template = folder.newFolder("template").toPath();
        try (Running running = SwapHarness.run(template, 600, 60)) {
            running.tell("deploy " + SwapHarness.swap(root, "1.0.0", ""));
            running.tell("deploy " + SwapHarness.swap(root, "1.0.1", ""));
            running.kill();
        }
        for (String point : List.of("BEFORE_COMMIT", "COMMITTED", "SWAPPED", "DRAINED", "RETIRED")) {
            Path home = home(template, point);
            crash(home, point, "rollback 1");
            String status = afterRestart(home);
            assertEquals(point, point.equals("BEFORE_COMMIT")
                    ? "2 2 0 | 0:RETIRED 1:RETIRED 2:ACTIVE | swap@1.0.1 | 1.0.1"
                    : "1 1 0 | 0:RETIRED 1:ACTIVE 2:RETIRED | swap@1.0.0 | 1.0.0", status);
        }
    }

    /** Going back by itself, and the end of the first minute. */
    @Test
    public void theFirstMinuteEndsOneWayOrTheOther() throws Exception {
        Path root = folder.getRoot().toPath();
        Path template = folder.newFolder("template").toPath();
        try (Running running = SwapHarness.run(template, 600, 60)) {
            running.tell("deploy " + SwapHarness.swap(root, "1.0.0", ""));
            running.kill();
        }
        Path late = SwapHarness.swap(root, "1.0.1", "late");
        for (String point : List.of("BEFORE_ROLLBACK", "ROLLED_BACK")) {
            Path home = home(template, point);
            try (Running running = SwapHarness.run(home, 600, 60, "-Dvireo.deploy.crash_at=" + point)) {
                assertTrue(point, running.tell("deploy " + late).startsWith("serves 2"));
                running.tell("call 60");
                assertEquals(point, KILLED, running.exit());
            }
            assertEquals(point, point.equals("BEFORE_ROLLBACK")
                    ? "2 2 0 | 0:RETIRED 1:RETIRED 2:ACTIVE | swap@1.0.1 | 1.0.1"
                    : "1 1 0 | 0:RETIRED 1:ACTIVE 2:QUARANTINED | swap@1.0.0 | 1.0.0", afterRestart(home));
        }
        Path home = home(template, "BEFORE_PROVEN");
        try (Running running = SwapHarness.run(home, 600, 0, "-Dvireo.deploy.crash_at=BEFORE_PROVEN")) {
            assertEquals(KILLED, running.exit());
        }
        assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE | swap@1.0.0 | 1.0.0", afterRestart(home));
    }

    /**
     * An encoder with another space, from its deploy to the drop of what it replaced, killed at each step: each process goes on where
     * the one before it died, and dies at the next step.
     */
    @Test
    public void aChangeOfSpaceGoesOnAfterEveryCrash() throws Exception {
        Path root = folder.getRoot().toPath();
        Path home = folder.newFolder("home").toPath();
        try (Running running = SwapHarness.run(home, 600, 60, crashAt("STAGED_BESIDE"))) {
            assertTrue(running.tell("deploy " + SwapHarness.eye(root, "1.0.0", "one")).startsWith("serves 1"));
            running.tell("adopt");
            assertEquals("one:SERVING | eye@1.0.0 | eye@1.0.0", running.tell("spaces"));
            running.tell("beside-when-ready " + SwapHarness.eye(root, "2.0.0", "two"));
            assertEquals(KILLED, running.exit());
        }
        try (Running running = SwapHarness.run(home, 600, 60, crashAt("BEFORE_CUT_OVER"))) {
            assertEquals("staged again", "one:SERVING two:BUILDING | eye@1.0.0 | eye@1.0.0 eye@2.0.0",
                    running.await("spaces", "one:SERVING two:BUILDING | eye@1.0.0 | eye@1.0.0 eye@2.0.0"));
            assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE 2:STAGED | eye@1.0.0 |", running.tell("status"));
            String again = running.tell("deploy " + SwapHarness.eye(root, "2.0.1", "three"));
            assertTrue(again, again.startsWith("refused") && again.contains("vireo spaces drop two"));
            running.tell("ready two 0.9");
            assertEquals(KILLED, running.exit());
        }
        // Each goes on by itself as soon as it is up.
        for (String point : List.of("CUT_OVER", "BEFORE_TAKE_OVER", "BEFORE_COMMIT", "COMMITTED")) {
            try (Running running = SwapHarness.run(home, 600, 60, crashAt(point))) {
                assertEquals(point, KILLED, running.exit());
            }
        }
        String changed = "one:RETAINED two:SERVING | eye@2.0.0 | eye@1.0.0 eye@2.0.0";
        String returned = "one:SERVING two:RETAINED | eye@1.0.0 | eye@1.0.0 eye@2.0.0";
        try (Running running = SwapHarness.run(home, 600, 60, crashAt("SWAPPED"))) {
            assertEquals(changed, running.await("spaces", changed));
            assertEquals("2 2 0 | 0:RETIRED 1:WARM 2:ACTIVE | eye@2.0.0 |", running.tell("status"));
            running.tell("back");
            assertEquals(KILLED, running.exit());
        }
        try (Running running = SwapHarness.run(home, 600, 60, crashAt("DRAINED"))) {
            assertEquals(returned, running.await("spaces", returned));
            assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE 2:WARM | eye@1.0.0 |", running.tell("status"));
            running.tell("cutover two yard");
            assertEquals("one domain is not all", "one:SERVING two:SERVING | eye@1.0.0 | eye@1.0.0 eye@2.0.0", running.tell("spaces"));
            running.tell("cutover two");
            assertEquals(KILLED, running.exit());
        }
        try (Running running = SwapHarness.run(home, 600, 60, crashAt("BEFORE_COMMIT"))) {
            assertEquals(changed, running.await("spaces", changed));
            assertEquals("a roll-back takes the questions with it", null, running.tell("rollback"));
            assertEquals(KILLED, running.exit());
        }
        try (Running running = SwapHarness.run(home, 600, 60)) {
            assertEquals(returned, running.await("spaces", returned));
            assertTrue(running.await("status", "1 1 0 | 0:RETIRED 1:ACTIVE 2:WARM | eye@1.0.0 |").contains("1:ACTIVE 2:WARM"));
            running.tell("drop two");
            String dropped = "one:SERVING | eye@1.0.0 | eye@1.0.0";
            assertEquals("its encoder is let go", dropped, running.await("spaces", dropped));
            assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE 2:RETIRED | eye@1.0.0 |", running.tell("status"));
            running.kill();
        }
        try (Running running = SwapHarness.run(home, 600, 60)) {
            assertEquals("one:SERVING | eye@1.0.0 | eye@1.0.0", running.tell("spaces"));
        }
    }

    private static String crashAt(String point) {
        return "-Dvireo.deploy.crash_at=" + point;
    }

    /** A trial is no intent: before the commit what served serves, and what was found is still told. */
    @Test
    public void aTrialEndsWithTheRuntime() throws Exception {
        Path root = folder.getRoot().toPath();
        Path two = SwapHarness.swap(root, "1.0.1", "");
        Path template = folder.newFolder("template").toPath();
        try (Running running = SwapHarness.run(template, 600, 60)) {
            running.tell("deploy " + SwapHarness.swap(root, "1.0.0", ""));
            running.kill();
        }
        Path home = home(template, "LOADED");
        String found = "";
        try (Running running = SwapHarness.run(home, 600, 60)) {
            running.tell("load");
            assertTrue(running.tell("try 50 " + two).startsWith("on trial 2"));
            for (long until = System.nanoTime() + LIMIT_NS; found.split(" ").length < 3 || found.split(" ")[2].equals("0"); Thread.sleep(100)) {
                found = running.tell("noted 2");
                assertTrue(found, System.nanoTime() < until);
            }
            running.kill();
        }
        String served = "1 1 0 | 0:RETIRED 1:ACTIVE 2:WITHDRAWN | swap@1.0.0 | 1.0.0";
        try (Running running = SwapHarness.run(home, 600, 60)) {
            assertEquals(served, running.tell("status"));
            String kept = running.tell("trial 2");
            assertTrue(kept, kept.startsWith("INTERRUPTED 50 ") && !kept.split(" ")[2].equals("0"));
            try (Stream<Path> jars = Files.walk(home.resolve("store"))) {
                assertEquals(1, jars.filter(Files::isRegularFile).count());
            }
            assertTrue(running.tell("try 50 " + two).startsWith("on trial 3")); // the package can be tried again
        }
        home = home(template, "ON_TRIAL");
        crash(home, "ON_TRIAL", "try 50 " + two);
        assertEquals(served, afterRestart(home));
        for (String point : List.of("WITHDRAWN", "BEFORE_COMMIT", "COMMITTED")) {
            home = home(template, point);
            try (Running running = SwapHarness.run(home, 600, 60, "-Dvireo.deploy.crash_at=" + point)) {
                assertTrue(running.tell("try 50 " + two).startsWith("on trial 2"));
                assertNull(running.tell(point.equals("WITHDRAWN") ? "discard" : "promote"));
                assertEquals(point, KILLED, running.exit());
            }
            assertEquals(point, point.equals("COMMITTED") ? "2 2 0 | 0:RETIRED 1:RETIRED 2:ACTIVE | swap@1.0.1 | 1.0.1" : served,
                    afterRestart(home));
        }
    }

    /** Three starts that end in the middle quarantine a generation; those that somebody ends in order do not. */
    @Test
    public void threeFailedStartsQuarantine() throws Exception {
        Path home = folder.newFolder("home").toPath();
        try (Running running = SwapHarness.run(home, 600, 60)) {
            running.tell("deploy " + SwapHarness.swap(folder.getRoot().toPath(), "1.0.0", ""));
            running.kill();
        }
        for (int i = 0; i < 3; i++) {
            try (Running running = SwapHarness.run(home, 600, 60, "-Dswap.stop_early=true")) {
                assertEquals(0, running.exit());
            }
        }
        assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE | swap@1.0.0 | 1.0.0", afterRestart(home));
        for (String point : List.of("START_COUNTED", "START_INSTALLED", "START_COUNTED")) {
            try (Running running = SwapHarness.run(home, 600, 60, "-Dvireo.deploy.crash_at=" + point)) {
                assertEquals(KILLED, running.exit());
            }
        }
        assertEquals("0 0 0 | 0:ACTIVE 1:QUARANTINED | |", afterRestart(home));
    }

    /** A bundle that never finishes its activation, and a runtime that dies meanwhile. */
    @Test
    public void noProbeOutlivesAKilledRuntime() throws Exception {
        Path home = folder.newFolder("home").toPath();
        try (Running running = SwapHarness.run(home, 600, 60)) {
            running.send("deploy " + SwapHarness.swap(folder.getRoot().toPath(), "1.0.0", "hang"));
            List<ProcessHandle> probes = List.of();
            for (long until = System.nanoTime() + LIMIT_NS; probes.isEmpty() && System.nanoTime() < until; Thread.sleep(50)) {
                probes = running.children();
            }
            assertEquals("probes", 1, probes.size());
            running.kill();
            probes.getFirst().onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static void crash(Path home, String point, String command) throws Exception {
        try (Running running = SwapHarness.run(home, 600, 60, "-Dvireo.deploy.crash_at=" + point)) {
            String said = running.tell(command);
            if (said != null) { // the answer came before the step was reached
                assertNull(point + ": " + said, running.tell("status"));
            }
            assertEquals(point, KILLED, running.exit());
        }
    }
}
