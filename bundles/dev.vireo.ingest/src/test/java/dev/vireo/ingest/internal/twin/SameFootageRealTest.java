package dev.vireo.ingest.internal.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.ColourlessEncoder;
import dev.vireo.ingest.internal.Films;
import dev.vireo.ingest.internal.Home;
import dev.vireo.ingest.internal.SquareDetector;
import dev.vireo.ingest.internal.job.MediaIngest;
import dev.vireo.testkit.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real footage, decoded and encoded anew by the real ffmpeg, through ingest and catalogue; what it shows does not matter. */
final class SameFootageRealTest {
    @TempDir
    private Path folder;

    private MediaReader reader;
    private Path clip;

    @BeforeEach
    void find() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "skipped: the decoder is there for Linux on x86-64");
        clip = Shared.file("media/videos/vtest.avi");
        reader = Home.ffmpeg();
    }

    @Test
    void copiesAreToldAndOtherTimesOfTheCameraAreNot() throws Exception {
        Path first = folder.resolve("first.mp4");
        Path second = folder.resolve("second.mp4");
        reader.clip(clip, 0, 30_000, first);
        reader.clip(clip, 45_000, 75_000, second);
        Path small = folder.resolve("small.avi");
        Films.ffmpeg(List.of("-ss", "6.3", "-t", "22", "-i", clip.toString(), "-c:v", "mpeg4", "-q:v", "10", "-r", "12", "-vf", "scale=320:240",
                small.toString()));
        Home home = new Home(folder.resolve("home"));
        home.providers.addAll(List.of(new SquareDetector(), new ColourlessEncoder()));
        MediaIngest ingest = home.ingest(reader);
        try {
            IngestJob job = Home.end(ingest, ingest.submit(new IngestRequest(
                    List.of(first.toString(), second.toString(), small.toString()), Catalog.DEFAULT_DOMAIN, Optional.empty())));
            assertEquals(IngestJob.State.DONE, job.state(), job.message());
            List<IngestItem> items = job.items();
            assertEquals(3, items.stream().filter(i -> i.outcome() == IngestItem.Outcome.ADDED).count(), items.toString());
            assertEquals(List.of(), items.get(0).twins());
            assertEquals(List.of(), items.get(1).twins(), "the same camera at another time");
            assertEquals(1, items.get(2).twins().size(), items.get(2).toString());
            Twin twin = items.get(2).twins().get(0);
            assertEquals(items.get(0).asset().orElseThrow(), twin.asset());
            assertEquals(6_300, twin.offsetMs(), 250);
            assertTrue(twin.agreement() > 0.9, twin.toString());
            Asset original = home.catalog.asset(twin.asset()).orElseThrow();
            assertEquals(
                    List.of(items.get(2).asset().orElseThrow()),
                    home.catalog.twins(List.of(original.id())).get(original.id()).stream().map(Twin::asset).toList());
        } finally {
            ingest.stop();
        }
    }

    /** All of them with {@code -Dvireo.photos=1000}. */
    @Test
    void photographsOfDifferentThingsAreNotTheSame() throws IOException {
        List<Path> photos;
        try (Stream<Path> files = Files.list(Shared.file("media/photos"))) {
            photos = files.sorted().limit(Integer.getInteger("vireo.photos", 40)).toList();
        }
        List<FrameHash> hashes = new ArrayList<>();
        for (Path photo : photos) {
            try (FrameStream frames = reader.frames(photo, FrameRequest.every(1_000, 640))) {
                hashes.add(new FrameHash(0, PerceptualHash.of(PerceptualHash.grey(frames.next().orElseThrow().image()))));
            }
        }
        for (int i = 0; i < hashes.size(); i++) {
            for (int j = i + 1; j < hashes.size(); j++) {
                int bits = Long.bitCount(hashes.get(i).hash() ^ hashes.get(j).hash());
                assertTrue(bits > 8, photos.get(i) + " and " + photos.get(j) + " differ in " + bits + " bits only");
            }
        }
    }
}
