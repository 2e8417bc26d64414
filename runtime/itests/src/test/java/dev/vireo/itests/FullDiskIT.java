package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import dev.vireo.testkit.RtspServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * A whole runtime with a camera on a small disk that fills up: reading goes on, writing is refused with the figures, and all
 * goes on by itself when there is room again. The disk is a tmpfs, which needs the right to mount.
 */
public class FullDiskIT {
    private static final int DISK_MB = 300;
    private static final Path SAMPLES = Path.of(System.getProperty("vireo.root"), "runtime/dist/src/main/sample");

    private Path scratch;
    private Path disk;
    private Path home;
    private Process runtime;
    private RestClient client;

    @Before
    public void start() throws Exception {
        assumeTrue("skipped: it needs the packages " + RtspServer.PACKAGES, RtspServer.available());
        scratch = Files.createTempDirectory("vireo-full").toRealPath();
        disk = Files.createDirectory(scratch.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + DISK_MB + "m", "vireo-test", disk.toString())
                .redirectErrorStream(true).start();
        String said = Cli.said(mount);
        assumeTrue("skipped: no tmpfs can be mounted here: " + said.strip(), mount.exitValue() == 0);
        home = disk.resolve("home");
        runtime = Cli.runtime(home);
        client = new RestClient(home);
    }

    @After
    public void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        if (runtime != null) {
            Cli.end(runtime);
        }
        if (disk != null) {
            new ProcessBuilder("umount", "-l", disk.toString()).redirectErrorStream(true).start().waitFor();
        }
        if (scratch != null) {
            new ProcessBuilder("/bin/rm", "-rf", scratch.toString()).start().waitFor();
        }
    }

    @Test
    public void readingGoesOnWritingSaysWhatIsMissingAndAllGoesOnByItself() throws Exception {
        add(Files.copy(SAMPLES.resolve("cat.jpg"), scratch.resolve("first.jpg")), 0);
        Path second = Files.copy(SAMPLES.resolve("rocket.jpg"), scratch.resolve("second.jpg"));
        try (RtspServer camera = RtspServer.start(film())) {
            add(camera.url(), 0);
            until("the camera is searchable", () -> !text(stream(), "searchable_to").isEmpty());

            // Media have no more room: a job and the camera wait, what is recorded waits on the disk.
            Path ballast = leave(58);
            HttpResponse<String> accepted = client.call("POST", "/api/v1/jobs", job(second));
            assertEquals(accepted.body(), 202, accepted.statusCode());
            String id = RestClient.json(accepted.body()).getString("id");
            until("the job waits", () -> text(client.get("/api/v1/jobs/" + id), "current").startsWith("waiting for room"));
            String waits = text(client.get("/api/v1/jobs/" + id), "current");
            assertTrue(waits, waits.matches("(?s).*second\\.jpg.*\\d+ MB free of which 67 MB stay reserved.*"));
            assertTrue(Cli.said(Cli.start("status", "--home", home.toString())).contains("waiting for room"));
            until("segments wait", () -> stream().getInt("behind") > 0);
            cats();
            HttpResponse<String> clip = client.call("GET", "/api/v1/assets/" + recording() + "/clip?start_ms=0&end_ms=1000", "");
            assertEquals(clip.body(), 507, clip.statusCode());
            assertTrue(clip.body(), RestClient.json(clip.body()).getString("detail").matches(".* has \\d+ MB free, a clip may need 100 MB; .*"));

            // The catalogue has no more room: nothing new is even taken down; the recorder leaves the rest for clearing.
            Path more = leave(10);
            HttpResponse<String> refused = client.call("POST", "/api/v1/jobs", job(second));
            assertEquals(refused.body(), 507, refused.statusCode());
            JsonObject problem = RestClient.json(refused.body());
            assertTrue(refused.body(), problem.getString("detail").matches(".* has ([0-9]|10) MB free and 16 MB are kept .*"));
            String message = add(second.toString(), 1);
            assertTrue(message, message.matches("(?s).*no room to add to the catalogue.* has ([0-9]|10) MB free.*"));
            until("the recorder waits for room", () -> text(stream(), "state").equals("waiting"));
            String why = text(stream(), "reason");
            assertTrue(why, why.matches(".*50 MB stay reserved; ([0-9]|10) MB free on its disk.*recording goes on when there is room.*"));
            long free = Files.getFileStore(disk).getUsableSpace();
            cats();
            assertTrue("the rest of the disk is left for clearing", Files.getFileStore(disk).getUsableSpace() > free - 2_000_000);
            // A second without footage is the least that is called a gap; an idle machine connects again in less.
            until("the recorder tries again and again", () -> Files.readAllLines(home.resolve("log/vireo.log")).stream()
                    .filter(line -> line.contains("stream s1: cannot write")).count() >= 3);

            Files.delete(ballast);
            Files.delete(more);
            until("the job is done", () -> text(client.get("/api/v1/jobs/" + id), "state").equals("done"));
            String before = text(stream(), "searchable_to");
            until("the camera is recorded and searchable again", () -> text(stream(), "state").equals("recording")
                    && stream().getInt("behind") == 0 && !text(stream(), "searchable_to").equals(before));
            // The gap is known when the first segment behind it is taken in; what had waited on the disk comes before that.
            until("the gap is shown with its reason",
                    () -> Cli.said(Cli.start("show", "s1", "--home", home.toString())).contains("recording goes on when there is room"));
            assertEquals(200, client.call("GET", "/api/v1/assets/" + recording() + "/clip?start_ms=0&end_ms=1000", "").statusCode());
        }
    }

    /** Ten frames a second with a key frame every two seconds, as a camera sends. */
    private Path film() throws Exception {
        Path film = scratch.resolve("film.mp4");
        Path ffmpeg;
        try (Stream<Path> found = Files.list(home.resolve("cache"))) {
            ffmpeg = found.filter(p -> p.getFileName().toString().startsWith("ffmpeg-")).findFirst().orElseThrow();
        }
        ProcessBuilder make = new ProcessBuilder(ffmpeg.resolve("ffmpeg").toString(), "-v", "error", "-nostdin", "-stream_loop", "-1",
                "-i", SAMPLES.resolve("car-park.mp4").toString(), "-t", "170", "-an", "-vf", "fps=10,scale=480:-2", "-c:v", "libopenh264",
                "-b:v", "500k", "-g", "20", "-pix_fmt", "yuv420p", film.toString()).redirectErrorStream(true);
        make.environment().put("LD_LIBRARY_PATH", ffmpeg.toString());
        Process process = make.start();
        assertEquals(Cli.said(process), 0, process.exitValue());
        return film;
    }

    private static String job(Path source) {
        return Json.createObjectBuilder().add("sources", Json.createArrayBuilder().add(source.toString())).build().toString();
    }

    private JsonObject stream() throws Exception {
        return client.get("/api/v1/streams/s1");
    }

    private String recording() throws Exception {
        return client.get("/api/v1/assets").getJsonArray("assets").stream().map(a -> a.asJsonObject())
                .filter(a -> a.getString("path").startsWith("rtsp:")).map(a -> a.getString("id")).findFirst().orElseThrow();
    }

    private static String text(JsonObject object, String name) {
        return object.isNull(name) ? "" : object.getString(name, "");
    }

    private void cats() throws Exception {
        JsonObject answer = RestClient.json(Cli.said(Cli.start("ask", "--home", home.toString(), "--json", "find cats")));
        assertTrue(answer.toString(), answer.getJsonArray("hits").stream()
                .anyMatch(hit -> hit.asJsonObject().getString("path").endsWith("first.jpg")));
    }

    private String add(Object source, int exit) throws Exception {
        Process process = Cli.start("add", "--home", home.toString(), source.toString());
        String said = Cli.said(process);
        assertEquals(said, exit, process.exitValue());
        return said;
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private void until(String what, Condition condition) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.holds()) {
            if (System.nanoTime() >= limit) {
                List<String> log = Files.readAllLines(home.resolve("log/vireo.log"));
                fail("not within 90 s: " + what + "; the stream: " + Cli.said(Cli.start("show", "s1", "--home", home.toString()))
                        + "\n" + String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size())));
            }
            Thread.sleep(200);
        }
    }

    /** Fills the disk until only this is left. */
    private Path leave(int megabytes) throws IOException {
        Path ballast = disk.resolve("ballast-" + megabytes);
        byte[] chunk = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (long over = over(megabytes); over > 0; over = over(megabytes)) {
                out.write(chunk, 0, (int) Math.min(chunk.length, over));
            }
        }
        return ballast;
    }

    private long over(int megabytes) throws IOException {
        return Files.getFileStore(disk).getUsableSpace() - megabytes * 1_000_000L;
    }
}
