package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import dev.vireo.itests.SwapHarness.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Generations in a process of their own, over the real store, catalogue, broker, framework and probes. */
public class DeployIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home() throws IOException {
        return folder.newFolder("home").toPath();
    }

    private Path swap(String version, String fault) throws IOException {
        return SwapHarness.swap(folder.getRoot().toPath(), version, fault);
    }

    private static String until(Running running, String command, Predicate<String> met) throws Exception {
        String said = running.await(command, met);
        assertTrue(command + ": " + said, said != null && met.test(said));
        return said;
    }

    /** Each is refused with its reason; the one that serves goes on, and nothing of the other is left. */
    @Test
    public void aFaultyBundleNeverReachesARequest() throws Exception {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("activate", "no licence for this machine");
        table.put("load", "acme/Absent");
        table.put("wrong", "a score is 7.5, need 0 to 1");
        table.put("memory", "out of memory");
        table.put("crash", "its process ended with");
        table.put("slow", "allowed are 3 times as much");
        table.put("hungry", "and 64 MiB must stay free; the setting of 640 MiB leaves");
        try (Running running = SwapHarness.run(home(), 600, 60, "-Dswap.memory_limit_mib=640")) {
            String first = running.tell("deploy " + swap("1.0.0", ""));
            assertTrue(first, first.startsWith("serves 1"));
            int number = 1;
            for (Map.Entry<String, String> row : table.entrySet()) {
                number++;
                String said = running.tell("deploy " + swap("1.0." + number, row.getKey()));
                assertTrue(row + ": " + said, said.startsWith("failed " + number) && said.contains(row.getValue()));
                String status = running.tell("status");
                assertTrue(row + ": " + status, status.startsWith("1 1 0 |") && status.contains(number + ":FAILED"));
                assertTrue(row + ": " + status, status.endsWith("| swap@1.0.0 | 1.0.0"));
                assertEquals("20 calls 0 failed", running.tell("call 20"));
            }
            String unresolved = running.tell("deploy " + SwapHarness.swap(folder.getRoot().toPath(), "1.1.0",
                    Map.of("Import-Package", "acme.absent,*")));
            assertTrue(unresolved, unresolved.contains("acme.absent") && unresolved.contains("nothing here offers"));
            assertTrue(running.tell("status").endsWith("| swap@1.0.0 | 1.0.0"));
        }
    }

    /** With the shortest limit, that a good one on a slow machine might not keep either: it serves already. */
    @Test
    public void aBundleThatHangsIsEnded() throws Exception {
        Path home = home();
        try (Running running = SwapHarness.run(home, 600, 60)) {
            running.tell("deploy " + swap("1.0.0", ""));
            running.kill();
        }
        try (Running running = SwapHarness.run(home, 600, 60, "-Dswap.probe_limit_s=5")) {
            String said = running.tell("deploy " + swap("1.0.1", "hang"));
            assertTrue(said, said.startsWith("failed 2") && said.contains("it was not done after 5 s"));
            assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE 2:FAILED | swap@1.0.0 | 1.0.0", running.tell("status"));
            assertEquals("20 calls 0 failed", running.tell("call 20"));
        }
    }

    @Test
    public void goesForwardBackAndBackAgain() throws Exception {
        Path home = home();
        try (Running running = SwapHarness.run(home, 600, 60)) {
            running.tell("deploy " + swap("1.0.0", ""));
            assertTrue(running.tell("deploy " + swap("1.0.1", "")).startsWith("serves 2"));
            assertEquals("2 2 0 | 0:RETIRED 1:WARM 2:ACTIVE | swap@1.0.1 | 1.0.0 1.0.1", running.tell("status"));
            String older = running.tell("deploy " + folder.getRoot().toPath().resolve("swap-1.0.0.vpk"));
            assertTrue(older, older.startsWith("refused") && older.contains("is older than"));
            assertTrue(running.tell("rollback").startsWith("serves 1"));
            assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE 2:WARM | swap@1.0.0 | 1.0.0 1.0.1", running.tell("status"));
            running.kill();
        }
        try (Running running = SwapHarness.run(home, 600, 60)) {
            assertEquals("1 1 0 | 0:RETIRED 1:ACTIVE 2:RETIRED | swap@1.0.0 | 1.0.0", running.tell("status"));
            assertTrue(running.tell("rollback 2").startsWith("serves 2")); // prepared again: it is not warm any more
            assertEquals("2 2 0 | 0:RETIRED 1:WARM 2:ACTIVE | swap@1.0.1 | 1.0.0 1.0.1", running.tell("status"));
            assertTrue(running.tell("rollback 9").contains("there is no generation 9"));
        }
    }

    /** What waits for its space stands in nobody's way, and takes nothing away that was deployed meanwhile. */
    @Test
    public void anotherSpaceIsBuiltWhileOthersAreDeployed() throws Exception {
        Path root = folder.getRoot().toPath();
        try (Running running = SwapHarness.run(home(), 600, 60)) {
            running.tell("deploy " + SwapHarness.eye(root, "1.0.0", "one"));
            running.tell("adopt");
            String building = running.tell("beside-when-ready " + SwapHarness.eye(root, "2.0.0", "two"));
            assertTrue(building, building.startsWith("building 2"));
            assertTrue(running.tell("deploy " + swap("1.0.0", "")).startsWith("serves 3"));
            running.tell("ready two 0.3");
            String reason = until(running, "reason 2", r -> r.contains("it does not take over by itself"));
            assertTrue(reason, reason.contains("30 % of the first ten are the same, ready.overlap.percent asks for 50"));
            assertTrue(running.tell("status").startsWith("3 3 0 |"));

            running.tell("cutover two");
            String changed = "4 4 0 | 0:RETIRED 1:WARM 2:RETIRED 3:WARM 4:ACTIVE | swap@1.0.0 eye@2.0.0 | 1.0.0";
            assertEquals(sorted(changed), sorted(running.await("status", changed)));
            assertTrue(running.tell("deploy " + swap("1.0.1", "")).startsWith("serves 5"));
            assertTrue(running.tell("deploy " + swap("1.0.2", "")).startsWith("serves 6"));
            String kept = "6 6 0 | 0:RETIRED 1:WARM 2:RETIRED 3:WARM 4:RETIRED 5:WARM 6:ACTIVE | swap@1.0.2 eye@2.0.0 | 1.0.1 1.0.2";
            assertEquals("no more is kept than the space needs", kept, running.await("status", kept));
            assertTrue("with its questions", running.tell("rollback 3").startsWith("serves 3"));
            assertEquals("one:SERVING two:RETAINED | eye@1.0.0 | eye@1.0.0 eye@2.0.0", running.tell("spaces"));

            running.tell("drop two");
            String dropped = "one:SERVING | eye@1.0.0 | eye@1.0.0";
            assertEquals(dropped, running.await("spaces", dropped));
            assertTrue(running.tell("build-again 4").startsWith("building 7"));
            String again = "one:SERVING two:BUILDING | eye@1.0.0 | eye@1.0.0 eye@2.0.0";
            assertEquals("built again", again, running.await("spaces", again));
        }
    }

    /** The order in which providers are live says nothing. */
    private static List<String> sorted(String status) {
        return Arrays.stream(status.split(" ")).sorted().toList();
    }

    /** What works in its probe and fails in service goes back by itself. */
    @Test
    public void failuresOfTheFirstMinuteGoBack() throws Exception {
        try (Running running = SwapHarness.run(home(), 600, 60)) {
            running.tell("deploy " + swap("1.0.0", ""));
            assertTrue(running.tell("deploy " + swap("1.0.1", "late")).startsWith("serves 2"));
            running.tell("call 60");
            String status = until(running, "status", s -> s.startsWith("1 1 0"));
            assertTrue(status, status.contains("1:ACTIVE 2:QUARANTINED | swap@1.0.0"));
            assertEquals("20 calls 0 failed", running.tell("call 20"));

            running.tell("load"); // what serves is timed while the other is prepared
            assertTrue(running.tell("deploy " + swap("1.0.2", "tired")).startsWith("serves 3"));
            String back = "1 1 0 | 0:RETIRED 1:ACTIVE 2:QUARANTINED 3:QUARANTINED | swap@1.0.0 | 1.0.0";
            assertEquals("slower by far", back, running.await("status", back));
            assertTrue(running.tell("counts").endsWith(" 0 failed 0 mixed"));
        }
    }

    /** The way back is tried again until it succeeds. */
    @Test
    public void goingBackIsTriedAgain() throws Exception {
        Path home = home();
        try (Running running = SwapHarness.run(home, 0, 60)) { // nothing is kept warm: going back prepares again
            running.tell("deploy " + swap("1.0.0", ""));
            Path jar;
            try (var stored = Files.walk(home.resolve("store"))) {
                jar = stored.filter(Files::isRegularFile).findFirst().orElseThrow();
            }
            assertTrue(running.tell("deploy " + swap("1.0.1", "late")).startsWith("serves 2"));
            Path aside = Files.move(jar, home.resolveSibling("aside.jar"));
            running.tell("call 60");
            Path log = home.resolveSibling("home.log");
            for (int i = 0; i < 600 && !Files.readString(log).contains("is damaged or gone in the store"); i++) {
                Thread.sleep(100);
            }
            assertTrue(running.tell("status").startsWith("2 2 0 |"));
            Files.move(aside, jar);
            String back = "1 1 0 | 0:RETIRED 1:ACTIVE 2:QUARANTINED | swap@1.0.0 | 1.0.0";
            assertEquals(back, running.await("status", back));
        }
    }

    /** A store that was damaged, and a generation that does not come up, lead to the last good one. */
    @Test
    public void aDamagedStoreLeadsToTheLastGoodOne() throws Exception {
        Path home = home();
        try (Running running = SwapHarness.run(home, 600, 0)) {
            running.tell("deploy " + swap("1.0.0", ""));
            until(running, "status", s -> s.startsWith("1 1 1"));
            running.kill();
        }
        try (Running running = SwapHarness.run(home, 600, 3600)) {
            running.tell("deploy " + swap("1.0.1", ""));
            running.kill();
        }
        try (var stored = Files.walk(home.resolve("store"))) {
            List<Path> jars = stored.filter(Files::isRegularFile).toList();
            assertEquals(2, jars.size());
            Path newest = jars.stream().max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified())).orElseThrow();
            Files.write(newest, new byte[100]);
        }
        try (Running running = SwapHarness.run(home, 600, 60)) {
            assertEquals("1 1 1 | 0:RETIRED 1:ACTIVE 2:QUARANTINED | swap@1.0.0 | 1.0.0", running.tell("status"));
        }
    }

    private static long share(String shares, long generation) {
        return Arrays.stream(shares.split(" "))
                .filter(s -> s.startsWith(generation + "="))
                .mapToLong(s -> Long.parseLong(s.substring(s.indexOf('=') + 1)))
                .sum();
    }

    /** A share of the requests gets it, whole ones; then all of them, or none. */
    @Test
    public void aShareTriesItFirst() throws Exception {
        Path home = home();
        try (Running running = SwapHarness.run(home, 600, 60)) {
            running.tell("deploy " + swap("1.0.0", ""));
            running.tell("load");
            String tried = running.tell("try 30 " + swap("1.0.1", ""));
            assertEquals("on trial 2 ", tried);
            until(running, "shares", s -> share(s, 2) >= 90);
            String refused = running.tell("deploy " + swap("1.0.9", ""));
            assertEquals("refused generation 2 is on trial beside generation 1; decide on it first: vireo promote, or vireo discard", refused);
            assertEquals(refused, running.tell("rollback"));
            assertEquals(refused, running.tell("try 5 " + swap("1.0.9", "")));
            assertTrue(running.tell("promote 1").startsWith("refused generation 1 is not on trial; generation 2 is"));
            assertTrue(running.tell("counts").endsWith(" 0 failed 0 mixed"));
            long fresh = share(running.tell("shares"), 2);
            String[] trial = running.tell("trial 2").split(" ");
            long all = Long.parseLong(trial[2]) + Long.parseLong(trial[4]);
            assertEquals(String.join(" ", trial), List.of("ON", "30", Long.toString(fresh), "0", trial[4], "0"), List.of(trial).subList(0, 6));
            assertEquals("of " + all, all * 0.3, fresh, 3);
            assertEquals("1 1 0 | 0:WARM 1:ACTIVE 2:TRIAL | swap@1.0.0 | 1.0.0 1.0.1", running.tell("status"));

            running.tell("load");
            assertTrue(running.tell("promote").startsWith("serves 2"));
            long before = share(running.tell("shares"), 2);
            until(running, "shares", s -> share(s, 2) >= before + 20);
            assertEquals("2 2 0 | 0:RETIRED 1:WARM 2:ACTIVE | swap@1.0.1 | 1.0.0 1.0.1", running.tell("status"));
            assertTrue(running.tell("trial 2").startsWith("PROMOTED 30 "));
            assertTrue(running.tell("discard").startsWith("refused no generation is on trial"));

            running.tell("try 50 " + swap("1.0.2", ""));
            until(running, "shares", s -> share(s, 3) >= 20);
            assertEquals("withdrawn 3 ", running.tell("discard 3"));
            assertEquals("2 2 0 | 0:RETIRED 1:WARM 2:ACTIVE 3:WITHDRAWN | swap@1.0.1 | 1.0.0 1.0.1", running.tell("status"));
            assertTrue(running.tell("trial 3").startsWith("DISCARDED 50 "));
            assertTrue(running.tell("rollback 3").contains("generation 3 never served"));
            long mostOfIt = share(running.tell("shares"), 3);
            long serving = share(running.tell("shares"), 2);
            until(running, "shares", s -> share(s, 2) >= serving + 20);
            assertEquals(mostOfIt, share(running.tell("shares"), 3));
            assertTrue(running.tell("counts").endsWith(" 0 failed 0 mixed"));
            assertEquals("0", running.tell("leaked"));
            assertEquals(2, jars(home).size());
        }
    }

    private static List<Path> jars(Path home) throws IOException {
        try (var stored = Files.walk(home.resolve("store"))) {
            return stored.filter(Files::isRegularFile).toList();
        }
    }

    /** Only requests that got it fail, and only until it is withdrawn, by itself. */
    @Test
    public void aCandidateThatFailsIsWithdrawn() throws Exception {
        try (Running running = SwapHarness.run(home(), 600, 60)) {
            running.tell("deploy " + swap("1.0.0", ""));
            running.tell("load");
            assertTrue(running.tell("try 40 " + swap("1.0.1", "late")).startsWith("on trial 2"));
            until(running, "status", s -> s.equals("1 1 0 | 0:WARM 1:ACTIVE 2:WITHDRAWN | swap@1.0.0 | 1.0.0"));
            String trial = running.tell("trial 2");
            assertTrue(trial, trial.startsWith("FAILED 40 ") && trial.contains("withdrawn by itself") && trial.contains("worn out"));
            assertEquals("those of the old side failed: " + trial, "0", trial.split(" ")[5]);
            assertTrue(running.tell("counts"), running.tell("counts").endsWith(" 0 mixed"));
            assertEquals("20 calls 0 failed", running.tell("call 20"));
            assertEquals("0", running.tell("leaked"));
        }
    }

    /** Another space has a comparison of its own; in the same space an encoder is tried like anything else. */
    @Test
    public void anEncoderIsTriedInTheSpaceThatServes() throws Exception {
        Path root = folder.getRoot().toPath();
        try (Running running = SwapHarness.run(home(), 600, 60)) {
            running.tell("deploy " + SwapHarness.eye(root, "1.0.0", "one"));
            running.tell("adopt");
            Path other = SwapHarness.eye(root, "2.0.0", "two");
            assertTrue(running.tell("try 0 " + other).contains("dev.vireo.spaces has not started"));
            running.tell("shadows");
            int number = 1;
            for (int percent : List.of(30, 0)) {
                number++;
                assertEquals("failed " + number + " refused: it brings space two in the place of one, in which nothing can be found before it is "
                        + "built; deploy it without a trial, it is built beside what serves and compared then",
                        running.tell("try " + percent + " " + other));
                assertTrue(running.tell("status").startsWith("1 1 0 | 0:WARM 1:ACTIVE 2:FAILED"));
                assertEquals("one:SERVING | eye@1.0.0 | eye@1.0.0", running.tell("spaces"));
                assertEquals("none", running.tell("trial " + number));
            }
            assertEquals("on trial 4 ", running.tell("try 40 " + SwapHarness.eye(root, "1.1.0", "one")));
            assertEquals("one:SERVING | eye@1.0.0 | eye@1.0.0 eye@1.1.0", running.tell("spaces"));
            assertTrue(running.tell("promote").startsWith("serves 4"));
            assertEquals("one:SERVING | eye@1.1.0 | eye@1.0.0 eye@1.1.0", running.tell("spaces"));
            assertEquals("on trial 5 ", running.tell("try 0 " + SwapHarness.eye(root, "1.2.0", "one")));
            assertTrue(running.tell("trial 5").startsWith("ON 0 "));
            assertEquals("withdrawn 5 ", running.tell("discard"));
            assertEquals("one:SERVING | eye@1.1.0 | eye@1.0.0 eye@1.1.0", running.tell("spaces"));
            assertTrue(running.tell("beside " + other).startsWith("building 6")); // what the refusals told to do
        }
    }

    /** What it was held against is gone: the trial ends with the way back, and says so. */
    @Test
    public void aTrialEndsWhenWhatServesBesideItGoesBack() throws Exception {
        Path home = home();
        try (Running running = SwapHarness.run(home, 600, 600)) {
            running.tell("deploy " + swap("1.0.0", ""));
            assertTrue(running.tell("deploy " + swap("1.0.1", "late")).startsWith("serves 2"));
            assertEquals("on trial 3 ", running.tell("try 30 " + swap("1.0.2", "")));
            running.tell("call 60"); // no requests: all reach what serves
            String status = "1 1 0 | 0:RETIRED 1:ACTIVE 2:QUARANTINED 3:WITHDRAWN | swap@1.0.0 | 1.0.0";
            assertEquals(status, running.await("status", status));
            String trial = running.tell("trial 3");
            assertTrue(trial, trial.startsWith("FAILED 30 ") && trial.contains("worn out")
                    && trial.contains("| generation 2, beside which it was tried, went back by itself: "));
            assertTrue(running.tell("reason 3").startsWith("generation 2, beside which it was tried, went back by itself: "));
            assertEquals("20 calls 0 failed", running.tell("call 20"));
            assertTrue("the next one may begin", running.tell("try 30 " + swap("1.0.3", "")).startsWith("on trial 4"));
        }
    }

    /** The short form of {@code ./vireo bench swap-soak}. */
    @Test
    public void twentyDeploysUnderLoad() throws Exception {
        try (Running running = SwapHarness.run(home(), 0, 60)) {
            running.tell("deploy " + swap("1.0.0", ""));
            running.tell("load");
            for (int i = 1; i <= 20; i++) {
                String said = running.tell("deploy " + swap("1.0." + i, ""));
                assertTrue(said, said.startsWith("serves"));
            }
            String counts = running.tell("counts");
            assertTrue(counts, counts.endsWith(" calls 0 failed 0 mixed") && Long.parseLong(counts.split(" ")[0]) > 100);
            assertTrue(running.tell("status").endsWith("| swap@1.0.20 | 1.0.20"));
            assertEquals("0", running.tell("leaked"));
        }
    }
}
