package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundTruthTest {
    @TempDir
    Path folder;

    private Path a;
    private Path b;

    @BeforeEach
    void footage() throws IOException {
        a = Files.createFile(Files.createDirectory(folder.resolve("in")).resolve("a, one.jpg"));
        b = Files.createFile(folder.resolve("b.mp4"));
    }

    private GroundTruth csv(String text) throws IOException {
        return GroundTruth.read(folder, Files.writeString(folder.resolve("labels.csv"), text));
    }

    @Test
    void readsQuotedPathsSeveralLabelsAndFilesWithNone() throws IOException {
        GroundTruth truth = csv("path,labels\n\"in/a, one.jpg\", red car | person\nb.mp4,\n");
        assertEquals(Set.of(a, b), truth.files());
        assertEquals(Set.of("red car", "person"), truth.byLabel().keySet());
        assertEquals(List.of(new GroundTruth.Shown(a, Optional.empty(), List.of())), truth.byLabel().get("person"));
    }

    @Test
    void readsIntervalsInSecondsAndClockTimes() throws IOException {
        GroundTruth truth = csv("path,start,end,labels\nb.mp4,12.5,1:02:03,person\n\"in/a, one.jpg\",,,person\n");
        assertEquals(new GroundTruth.Span(12_500, 3_723_000), truth.byLabel().get("person").get(0).span().orElseThrow());
        assertTrue(truth.byLabel().get("person").get(1).span().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "file,labels\\nb.mp4,x; the header is",
        "path,start,labels\\nb.mp4,1,x; the header is",
        "path,labels\\nc.mp4,x; row 2: there is no file 'c.mp4'",
        "path,labels\\n../b.mp4,x; there is no file",
        "path,start,end,labels\\nb.mp4,5,4,x; end 4 must be after start 5",
        "path,start,end,labels\\nb.mp4,five,6,x; the time is 'five'",
        "path,labels\\nb.mp4; row 2: 1 columns",
        "path,labels\\nb.mp4,; no label on any file",
    })
    void saysWhatIsWrongWithALabelsFile(String text, String message) {
        IOException e = assertThrows(GroundTruth.Unreadable.class, () -> csv(text.replace("\\n", "\n")));
        assertTrue(e.getMessage().contains(message.strip()), e.getMessage());
    }

    @Test
    void readsBoxesOfCocoAndImagesWithoutAny() throws IOException {
        Path json = Files.writeString(folder.resolve("instances.json"), """
                {"images":[{"id":1,"file_name":"in/a, one.jpg"},{"id":2,"file_name":"b.mp4"},{"id":3,"file_name":"gone.jpg"}],
                 "categories":[{"id":18,"name":"dog"}],
                 "annotations":[{"image_id":1,"category_id":18,"bbox":[1,2,3,4]},{"image_id":1,"category_id":18,"bbox":[5,5,0,9]},
                                {"image_id":3,"category_id":18,"bbox":[1,2,3,4]}]}""");
        assertEquals(json, GroundTruth.in(folder).orElseThrow());
        GroundTruth truth = GroundTruth.read(folder, json);
        assertEquals(Set.of(a, b), truth.files());
        assertEquals(List.of(new GroundTruth.Shown(a, Optional.empty(), List.of(new Box(1, 2, 3, 4)))), truth.byLabel().get("dog"));
        assertThrows(GroundTruth.Unreadable.class,
                () -> GroundTruth.read(folder, Files.writeString(folder.resolve("x.json"), "{\"images\":[]}")));
        assertThrows(GroundTruth.Unreadable.class, () -> GroundTruth.read(folder, Files.writeString(folder.resolve("x.json"), "[")));
    }
}
