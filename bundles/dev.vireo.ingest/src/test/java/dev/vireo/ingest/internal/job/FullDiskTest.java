package dev.vireo.ingest.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.catalog.AssetState;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.ScriptedReader;
import dev.vireo.ingest.internal.SquareDetector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A home on a small disk of its own that fills up: a tmpfs, which needs the right to mount. */
@Timeout(120)
final class FullDiskTest {
    private static final int DISK_MB = 120;

    @TempDir
    Path dir;

    private final ScriptedReader reader = new ScriptedReader();
    private Path disk;
    private Path media;
    private Home home;
    private MediaIngest ingest;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(dir.resolve("disk"));
        Process mount = new ProcessBuilder(
                        "mount", "-t", "tmpfs", "-o", "size=" + DISK_MB + "m", "vireo-test", disk.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mount.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assumeTrue(mount.waitFor() == 0, "skipped: no tmpfs can be mounted here: " + said.strip());
        media = Files.createDirectory(dir.resolve("media"));
        home = new Home(disk);
        home.providers.add(new SquareDetector());
        home.providers.add(new ColourlessEncoder());
        ingest = home.ingest(reader, Home.settings(java.util.Map.of("model_wait_ms", 0L)));
    }

    @AfterEach
    void unmount() throws Exception {
        if (ingest != null) {
            ingest.stop();
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    @Test
    void mediaWaitForRoomWhileReadingGoesOnAndGoOnByThemselves() throws Exception {
        assertEquals(IngestJob.State.DONE, add("first.mp4", "video 8").state());
        Path ballast = leave(50);
        Files.writeString(media.resolve("second.mp4"), "video 9");
        String id = submit("second.mp4");
        String waits = awaitWaiting(id);
        assertTrue(waits.matches(".*second.mp4.* has 0 MB, the disk of .* has \\d+ MB free of which 67 MB stay reserved.*"), waits);
        assertEquals(1, home.catalog.search(TrackFilter.of(Catalog.DEFAULT_DOMAIN), 10).stream()
                .filter(t -> !t.track().wholeFrame()).count(), "what is there is still found");
        Files.delete(ballast);
        assertEquals(IngestJob.State.DONE, Home.end(ingest, id).state());
        assertEquals(2, home.catalog.assets(Optional.empty()).size());
    }

    @Test
    void theCatalogueRefusesToGrowBeforeTheDiskIsFullAndClearingIsPossible() throws Exception {
        long asset = add("first.mp4", "video 8").items().get(0).asset().orElseThrow();
        Path ballast = leave(10);
        Files.writeString(media.resolve("second.mp4"), "video 9");
        VireoException refused = assertThrows(VireoException.class, () -> submit("second.mp4"));
        assertEquals(ErrorKind.RESOURCES, refused.kind());
        assertTrue(refused.getMessage().matches(".* has (9|10) MB free and 16 MB are kept .*"), refused.getMessage());
        assertEquals(AssetState.READY, home.catalog.asset(asset).orElseThrow().state());
        ingest.delete(asset);
        assertTrue(home.catalog.asset(asset).isEmpty(), "deleting needs no room");
        Files.delete(ballast);
        assertEquals(IngestJob.State.DONE, Home.end(ingest, submit("second.mp4")).state());
    }

    @Test
    void aDiskThatOthersFilledToTheLastByteHarmsNothing() throws Exception {
        long asset = add("first.mp4", "video 8").items().get(0).asset().orElseThrow();
        Path ballast = leave(0);
        Files.writeString(media.resolve("second.mp4"), "video 9");
        for (int i = 0; i < 3; i++) {
            assertEquals(ErrorKind.RESOURCES, assertThrows(VireoException.class, () -> submit("second.mp4")).kind());
        }
        assertEquals(1, home.catalog.moments(asset).size());
        assertFalse(home.catalog.search(TrackFilter.of(Catalog.DEFAULT_DOMAIN), 10).isEmpty());
        Files.delete(ballast);
        assertEquals(IngestJob.State.DONE, Home.end(ingest, submit("second.mp4")).state());
        ingest.stop();
        Home again = new Home(disk); // checks the file
        assertEquals(2, again.catalog.status().assets());
    }

    private IngestJob add(String name, String content) throws Exception {
        Files.writeString(media.resolve(name), content);
        return Home.end(ingest, submit(name));
    }

    private String submit(String name) {
        return ingest.submit(
                new IngestRequest(List.of(media.resolve(name).toString()), Catalog.DEFAULT_DOMAIN, Optional.empty()));
    }

    private String awaitWaiting(String id) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            String current = ingest.job(id).orElseThrow().current();
            if (current.startsWith("waiting for room")) {
                return current;
            }
            assertTrue(System.nanoTime() < until, ingest.job(id).toString());
            Thread.onSpinWait();
        }
    }

    /** Fills the disk until only this is left. */
    private Path leave(int megabytes) throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] chunk = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(disk).getUsableSpace() > megabytes * 1_000_000L) {
                long over = Files.getFileStore(disk).getUsableSpace() - megabytes * 1_000_000L;
                out.write(chunk, 0, (int) Math.min(chunk.length, over));
            }
        } catch (IOException e) {
            if (megabytes > 0) {
                throw e;
            }
        }
        return ballast;
    }
}
