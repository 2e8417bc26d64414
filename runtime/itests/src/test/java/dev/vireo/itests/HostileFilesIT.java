package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A real runtime is given a folder full of hostile files and must take in what is good, name what is not, and stay well. */
public class HostileFilesIT {
    /** Until a file is refused. What is taken in is looked at as long as it takes: 10,000 frames are a quarter of an hour. */
    private static final long MOST_MS = 10_000;
    private static final int MOST_RUNTIME_MIB = 900;
    private static final int MOST_DECODER_MIB = 600;

    private Path scratch;
    private Path folder;
    private Path home;
    private Process runtime;
    private RestClient client;

    @Before
    public void start() throws IOException {
        scratch = Files.createTempDirectory("vireo-hostile").toRealPath();
        folder = Files.createDirectory(scratch.resolve("folder"));
        home = scratch.resolve("home");
        runtime = Cli.runtime(home);
    }

    @After
    public void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        Cli.end(runtime);
        // Some of the names are no text, and some paths too long for Java.
        new ProcessBuilder("/bin/rm", "-rf", scratch.toString()).start().waitFor();
    }

    @Test
    public void eachFileIsTakenInOrNamedWithItsReason() throws Exception {
        Path sample = Path.of(System.getProperty("vireo.root"), "runtime/dist/src/main/sample/cat.jpg");
        Cli.said(Cli.start("add", "--home", home.toString(), "--domain", "other", sample.toString())); // unpacks the decoder
        Path ffmpeg;
        try (Stream<Path> found = Files.list(home.resolve("cache"))) {
            ffmpeg = found.filter(p -> p.getFileName().toString().startsWith("ffmpeg-")).findFirst().orElseThrow();
        }
        Path canary = Files.write(scratch.resolve("canary.jpg"), picture(ffmpeg));
        Path trap = scratch.resolve("trap.mp4");
        assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", trap.toString()).start().waitFor());

        try (Listener web = new Listener(); Trap opened = new Trap(trap)) {
            HostileFolder hostile = new HostileFolder(folder, ffmpeg, web.address(), canary, trap);
            Map<Path, HostileFolder.Expected> expected = hostile.make();
            Files.copy(sample, folder.resolve("good/cat.jpg"));
            expected.put(folder.resolve("good/cat.jpg"), new HostileFolder.Expected(HostileFolder.Fate.ADDED, ""));
            hostile.bottomless();
            hostile.bytes("film-\\377\\376.mp4", hostile.made("film.mp4", "testsrc2=s=96x64:r=5", "-frames:v", "10", "-c:v",
                    "libopenh264", "-pix_fmt", "yuv420p"));
            hostile.bytes("picture-\\300\\257.png", hostile.made("picture.png", "testsrc2=s=96x64:r=5", "-frames:v", "1"));
            hostile.bytes("text-\\355\\240\\200.mp4", "no film".getBytes(StandardCharsets.US_ASCII));

            Watch watch = new Watch();
            Map<String, JsonObject> items = watch.added(folder);

            judged(expected, items);
            for (String name : List.of("film-", "picture-")) {
                assertEquals(name, "added", odd(items, name).getString("outcome"));
            }
            assertEquals("refused", odd(items, "text-").getString("outcome"));
            List<String> slow = watch.times.entrySet().stream()
                    .filter(t -> t.getValue() > MOST_MS && items.get(t.getKey()).getString("outcome").equals("refused"))
                    .map(Object::toString).toList();
            assertEquals("refused too late [ms]", List.of(), slow);
            assertTrue("runtime: " + watch.runtimeMib + " MiB at " + watch.most, watch.runtimeMib <= MOST_RUNTIME_MIB);
            assertTrue("decoder: " + watch.decoderMib + " MiB", watch.decoderMib <= MOST_DECODER_MIB);
            assertEquals("decoders are left", List.of(), decoders());
            assertEquals("somebody followed an address", 0, web.calls.get());
            assertFalse("somebody opened a path out of the folder", opened.sprung.get());
            assertFalse("what is outside was taken in", web.get("/api/v1/assets").toString().contains(sha256(canary)));
            assertFalse("unpacked out of an archive", Files.exists(Path.of("/tmp/escaped.jpg")) || Files.exists(Path.of("/tmp/escaped")));
        }
        shownHarmlessly();
        logged();
        String answer = Cli.said(Cli.start("ask", "--home", home.toString(), "--json", "find cats"));
        assertTrue(answer, json(answer).getJsonArray("hits").stream()
                .anyMatch(hit -> hit.asJsonObject().getString("path").endsWith("good/cat.jpg")));
    }

    @Test
    public void aFileThatGrowsAllTheTimeEndsNothing() throws Exception {
        Path growing = folder.resolve("growing.jpg");
        Path good = folder.resolve("zz-cat.jpg");
        Path sample = Path.of(System.getProperty("vireo.root"), "runtime/dist/src/main/sample/cat.jpg");
        Files.copy(sample, growing);
        Files.copy(sample, good);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            byte[] part = new byte[1 << 12];
            try (OutputStream out = Files.newOutputStream(growing, StandardOpenOption.APPEND)) {
                for (int i = 0; i < 60_000 && !done.get(); i++) { // 4 MB a second, 250 MB at most
                    out.write(part);
                    LockSupport.parkNanos(1_000_000);
                }
            } catch (IOException _) {
                done.set(true);
            }
        });
        try {
            Map<String, JsonObject> items = new Watch().added(folder);
            JsonObject item = items.get(growing.toString());
            assertTrue(item.toString(), item.getString("outcome").equals("added")
                    || item.getString("reason").contains("changed while it was read; add it again when it is finished"));
            assertTrue(items.toString(), List.of("added", "already_present").contains(items.get(good.toString()).getString("outcome")));
        } finally {
            done.set(true);
            writer.join();
        }
    }

    private static void judged(Map<Path, HostileFolder.Expected> expected, Map<String, JsonObject> items) {
        List<String> wrong = new ArrayList<>();
        expected.forEach((path, fate) -> {
            JsonObject item = items.get(path.toString());
            if (item == null) {
                wrong.add(path + " is not reported");
                return;
            }
            String outcome = item.getString("outcome");
            String reason = item.getString("reason");
            boolean taken = outcome.equals("added") || outcome.equals("already_present");
            boolean right = switch (fate.fate()) {
                case ADDED -> taken;
                case REFUSED -> outcome.equals("refused") && reason.contains(fate.reason());
                case EITHER -> true;
            };
            boolean clear = taken || reason.length() > 10 || reason.equals("is empty");
            boolean fault = reason.contains("Exception") || reason.contains("fault of ingest") || reason.contains("null");
            if (!right || !clear || fault) {
                wrong.add(path + " was to be " + fate + ", but is " + outcome + ": " + reason);
            }
        });
        if (!wrong.isEmpty()) {
            fail(wrong.size() + " of " + expected.size() + " files:\n" + String.join("\n", wrong));
        }
    }

    private static JsonObject odd(Map<String, JsonObject> items, String name) {
        return items.entrySet().stream().filter(e -> e.getKey().contains("/names/" + name)).map(Map.Entry::getValue).findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not reported"));
    }

    /** What the command line prints of all these names and reasons is text, and its JSON is JSON. */
    private void shownHarmlessly() throws Exception {
        for (String[] command : new String[][] {{"add", "--home", home.toString(), folder.toString()}, {"list", "--home", home.toString()}}) {
            String shown = Cli.said(Cli.start(command));
            assertTrue(shown, shown.contains("\\u001b[31mtext\\u001b]0;title\\u0007") && shown.contains("right\\u202egnp.exe"));
            assertEquals(command[0], "", steering(shown));
            assertFalse(command[0], shown.lines().anyMatch(l -> l.startsWith("2026-01-01T")));
        }
        assertFalse(json(Cli.said(Cli.start("list", "--home", home.toString(), "--json"))).getJsonArray("refusals").isEmpty());
    }

    private void logged() throws IOException {
        String log = Files.readString(home.resolve("log/vireo.log"));
        assertEquals("", steering(log));
        assertEquals(List.of(), log.lines().filter(l -> !l.matches("(  |20\\d\\d-\\d\\d-\\d\\dT).*") || l.contains("SEVERE dev.vireo all is lost") && !l.startsWith("  "))
                .toList());
        assertEquals(List.of(), log.lines().filter(l -> l.contains(" SEVERE ") && !l.startsWith("  ")).toList());
    }

    private static String steering(String text) {
        StringBuilder found = new StringBuilder();
        text.codePoints().filter(c -> c != '\n' && (Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR)).forEach(c -> found.append(String.format("U+%04X ", c)));
        return found.toString();
    }

    private byte[] picture(Path ffmpeg) throws IOException {
        return new HostileFolder(folder, ffmpeg, "", scratch, scratch).made("canary.jpg", "mandelbrot=s=320x240:r=1", "-frames:v", "1");
    }

    private static String sha256(Path file) throws Exception {
        return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private List<String> decoders() {
        return runtime.descendants().map(p -> p.info().command().orElse("")).filter(c -> c.contains("/ffmpeg-")).toList();
    }

    private JsonObject call(String method, String path, String body) throws Exception {
        if (client == null) {
            client = new RestClient(home);
        }
        HttpResponse<String> response = client.call(method, path, body);
        assertTrue(response.body(), response.statusCode() < 300);
        return json(response.body());
    }

    /** Runs a job and watches how long each file takes and how much memory the runtime and its decoders. */
    private final class Watch {
        private final Map<String, Long> times = new TreeMap<>();
        private long runtimeMib;
        private long decoderMib;
        private String most = "";

        Map<String, JsonObject> added(Path source) throws Exception {
            String id = call("POST", "/api/v1/jobs", Json.createObjectBuilder()
                    .add("sources", Json.createArrayBuilder().add(source.toString())).build().toString()).getString("id");
            long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
            CountDownLatch never = new CountDownLatch(1);
            String current = "";
            long begun = System.nanoTime();
            JsonObject job = call("GET", "/api/v1/jobs/" + id, "");
            while (!job.containsKey("state") || !List.of("done", "failed", "cancelled").contains(job.getString("state"))) {
                String now = job.isNull("current") ? "" : job.getString("current", "");
                if (!now.equals(current)) {
                    times.merge(current, (System.nanoTime() - begun) / 1_000_000, Math::max);
                    current = now;
                    begun = System.nanoTime();
                }
                memory(current);
                assertTrue("the job does not end; it is at " + current, System.nanoTime() < limit);
                assertFalse(never.await(100, TimeUnit.MILLISECONDS));
                job = call("GET", "/api/v1/jobs/" + id, "");
            }
            times.remove("");
            assertEquals(job.toString(), "done", job.getString("state"));
            Map<String, JsonObject> items = new HashMap<>();
            for (JsonValue item : job.getJsonArray("items")) {
                items.put(item.asJsonObject().getString("path"), item.asJsonObject());
            }
            return items;
        }

        private void memory(String current) {
            Stream.concat(Stream.of(runtime.toHandle()), runtime.descendants()).forEach(process -> {
                String name = process.info().command().orElse("");
                if (name.contains("/ffmpeg-")) {
                    decoderMib = Math.max(decoderMib, resident(process.pid()));
                } else if (name.endsWith("/java")) {
                    long now = resident(process.pid());
                    if (now > runtimeMib) {
                        runtimeMib = now;
                        most = current;
                    }
                }
            });
        }

        private static long resident(long pid) {
            try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
                return lines.filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
            } catch (IOException | java.io.UncheckedIOException e) {
                return 0; // it ended
            }
        }
    }

    /** An address that nobody may call. */
    private final class Listener implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger calls = new AtomicInteger();

        Listener() throws IOException {
            Thread.ofPlatform().daemon().name("listener").start(() -> {
                while (!socket.isClosed()) {
                    try {
                        socket.accept().close();
                        calls.incrementAndGet();
                    } catch (IOException e) {
                        return; // closed
                    }
                }
            });
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        JsonObject get(String path) throws Exception {
            return call("GET", path, "");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A named pipe that nobody may open: opening it for writing succeeds only when somebody reads. */
    private static final class Trap implements AutoCloseable {
        private final Path pipe;
        private final AtomicBoolean sprung = new AtomicBoolean();
        private final Thread waiting;

        Trap(Path pipe) {
            this.pipe = pipe;
            this.waiting = Thread.ofPlatform().daemon().name("trap").start(() -> {
                try (OutputStream out = new FileOutputStream(pipe.toFile())) {
                    sprung.set(true);
                    out.write(Arrays.copyOf(new byte[0], 1));
                } catch (IOException e) {
                    sprung.set(true);
                }
            });
        }

        @Override
        public void close() throws IOException {
            try (FileInputStream in = new FileInputStream(pipe.toFile())) {
                in.read(); // lets the thread go
                waiting.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
