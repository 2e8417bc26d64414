package dev.vireo.media.ffmpeg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is left behind, and nobody takes more than the limits. */
final class ChildrenTest {
    @TempDir
    Path folder;

    /** 180 MB of frames: far more than pipes and queues hold, so that the decoder waits for its reader. */
    private Path longVideo() throws IOException {
        Path file = folder.resolve("long.mp4");
        if (!Files.exists(file)) {
            Footage.ffmpeg("-filter_complex", "color=c=red:s=640x480:r=10:d=20[v]", "-map", "[v]", "-c:v", "mpeg4",
                    "-pix_fmt", "yuv420p", file.toString());
        }
        return file;
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void closingEndsTheDecoder() throws IOException {
        FfmpegReader reader = Footage.reader();
        FrameStream frames = reader.frames(longVideo(), FrameRequest.every(100, 4000));
        assertTrue(frames.next().isPresent());
        long pid = reader.decoders().getFirst();
        assertTrue(alive(pid));
        frames.close();
        assertFalse(alive(pid));
        assertEquals(List.of(), reader.decoders());
        assertEquals(Optional.empty(), frames.next());
        frames.close();
        reader.stop();
    }

    @Test
    void readingToTheEndNeedsNoClose() throws IOException {
        FfmpegReader reader = Footage.reader();
        FrameStream frames = reader.frames(longVideo(), FrameRequest.every(5000, 64));
        int count = 0;
        while (frames.next().isPresent()) {
            count++;
        }
        assertEquals(4, count);
        assertEquals(List.of(), reader.decoders());
        reader.stop();
    }

    @Test
    void stoppingEndsAllDecodersAndTellsTheirReaders() throws Exception {
        FfmpegReader reader = Footage.reader();
        Path file = longVideo();
        FrameStream frames = reader.frames(file, FrameRequest.every(100, 4000));
        assertTrue(frames.next().isPresent());
        long pid = reader.decoders().getFirst();
        CompletableFuture<VireoException> told = new CompletableFuture<>();
        Thread consumer = Thread.ofPlatform().start(() -> {
            try {
                while (frames.next().isPresent()) {
                    Thread.onSpinWait();
                }
                told.completeExceptionally(new AssertionError("read to the end"));
            } catch (VireoException e) {
                told.complete(e);
            }
        });
        reader.stop();
        assertFalse(alive(pid));
        assertEquals(ErrorKind.UNAVAILABLE, told.get(20, TimeUnit.SECONDS).kind());
        consumer.join();
        assertEquals(List.of(), reader.decoders());
        assertEquals(ErrorKind.UNAVAILABLE,
                assertThrows(VireoException.class, () -> reader.frames(file, FrameRequest.every(1, 64))).kind());
        assertFalse(threads().anyMatch(name -> name.startsWith("vireo-media")), "a thread is left");
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName);
    }

    /** One millisecond is less than the time to start a program. */
    @Test
    void aDecoderThatTakesTooLongIsEnded() throws IOException {
        FfmpegReader slowProbe = Footage.reader(Footage.limits(1, 20_000));
        VireoException e = assertThrows(VireoException.class, () -> slowProbe.probe(longVideo()));
        assertEquals(ErrorKind.RESOURCES, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains("longer than 1 ms"), e.getMessage());
        assertEquals(List.of(), slowProbe.decoders());
        slowProbe.stop();

        FfmpegReader slowFrame = Footage.reader(Footage.limits(20_000, 1));
        try (FrameStream frames = slowFrame.frames(longVideo(), FrameRequest.every(1000, 640))) {
            assertEquals(ErrorKind.RESOURCES, assertThrows(VireoException.class, frames::next).kind());
        }
        assertEquals(ErrorKind.RESOURCES, assertThrows(VireoException.class, () -> slowFrame.frameAt(longVideo(), 0)).kind());
        assertEquals(List.of(), slowFrame.decoders());
        slowFrame.stop();
    }

    @Test
    void tooLittleMemoryIsSaid() throws IOException {
        Path file = folder.resolve("large.png");
        Footage.ffmpeg("-filter_complex", "color=c=red:s=8000x8000,format=gray[v]", "-map", "[v]", "-frames:v", "1", "-compression_level",
                "1", file.toString());
        Limits tight = new Limits(Limits.MAX_PIXELS, Limits.MAX_SIDE, 1, 20_000, 20_000, 20_000, 10_000, 2, 1, 300, 10);
        FfmpegReader reader = Footage.reader(tight);
        VireoException e = assertThrows(VireoException.class, () -> reader.frameAt(file, 0));
        assertEquals(ErrorKind.RESOURCES, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains("child_memory_mib"), e.getMessage());
        reader.stop();
    }

    @Test
    void decodersAreCounted() throws IOException {
        Limits one = new Limits(Limits.MAX_PIXELS, Limits.MAX_SIDE, 1, 20_000, 20_000, 20_000, 50, 1, 1, 2048, 10);
        FfmpegReader reader = Footage.reader(one);
        Path file = longVideo();
        FrameStream first = reader.frames(file, FrameRequest.every(100, 4000));
        VireoException e = assertThrows(VireoException.class, () -> reader.frames(file, FrameRequest.every(100, 4000)));
        assertEquals(ErrorKind.UNAVAILABLE, e.kind());
        first.close();
        reader.frames(file, FrameRequest.every(100, 4000)).close();
        reader.stop();
    }

    @Test
    void theChildSeesLimitsOneFileAndNoEnvironment() throws IOException {
        FfmpegReader reader = Footage.reader();
        Path file = longVideo();
        try (FrameStream frames = reader.frames(file, FrameRequest.every(100, 4000))) {
            assertTrue(frames.next().isPresent());
            Path process = Path.of("/proc", reader.decoders().getFirst().toString());
            String environment = new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
            assertEquals(1, environment.split("\0").length, environment);
            assertTrue(environment.startsWith("LD_LIBRARY_PATH="), environment);
            assertEquals(file.toRealPath(), process.resolve("fd/0").toRealPath());
            String command = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
            assertFalse(command.contains(file.toString()), command);
            if (Files.isExecutable(Path.of("/usr/bin/prlimit"))) {
                List<String> limits = Files.readAllLines(process.resolve("limits"));
                assertTrue(limits.stream().anyMatch(line -> line.matches("Max address space +2147483648 .*")), limits.toString());
                assertTrue(limits.stream().anyMatch(line -> line.matches("Max open files +64 .*")), limits.toString());
                assertTrue(limits.stream().anyMatch(line -> line.matches("Max core file size +0 .*")), limits.toString());
            }
        }
        reader.stop();
    }

    /** Started by the test below in a JVM of its own, which is then killed. */
    public static void main(String[] arguments) {
        FfmpegReader reader = Footage.reader();
        FrameStream frames = reader.frames(Path.of(arguments[0]), FrameRequest.every(100, 4000));
        Frame first = frames.next().orElseThrow();
        System.out.println(reader.decoders().getFirst() + " " + first.image().width());
        try {
            Thread.currentThread().join(); // for ever: the decoder waits on its full pipe meanwhile
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aKilledRuntimeLeavesNoDecoder() throws Exception {
        Process runtime = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ChildrenTest.class.getName(), longVideo().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = runtime.inputReader()) {
            long pid = Long.parseLong(said.readLine().split(" ")[0]);
            ProcessHandle decoder = ProcessHandle.of(pid).orElseThrow();
            assertTrue(decoder.isAlive());
            runtime.destroyForcibly().waitFor();
            decoder.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    /** A child that is stopped neither reads nor writes: only the kernel can end it with its parent. */
    @Test
    void aKilledRuntimeTakesEvenAStoppedDecoderAlong() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "skipped: there is no setpriv (util-linux)");
        Process runtime = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ChildrenTest.class.getName(), longVideo().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long pid;
        try (BufferedReader said = runtime.inputReader()) {
            pid = Long.parseLong(said.readLine().split(" ")[0]);
            ProcessHandle decoder = ProcessHandle.of(pid).orElseThrow();
            assertEquals(0, new ProcessBuilder("/bin/kill", "-STOP", Long.toString(pid)).start().waitFor());
            runtime.destroyForcibly().waitFor();
            decoder.onExit().get(20, TimeUnit.SECONDS);
        } finally {
            runtime.destroyForcibly();
        }
        assertFalse(alive(pid));
    }
}
