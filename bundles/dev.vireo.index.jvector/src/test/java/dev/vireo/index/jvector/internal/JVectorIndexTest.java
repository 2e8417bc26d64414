package dev.vireo.index.jvector.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.VectorIndexContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JVectorIndexTest extends VectorIndexContractTest {
    @Override
    protected VectorIndex open(VectorStore vectors, Path in) {
        return open(vectors, in, GraphParameters.DEFAULT, "1.0.0");
    }

    private JVectorIndex open(VectorStore vectors, Path in, GraphParameters parameters, String version) {
        return new JVectorIndex(vectors, in, enoughToBuild(), 0, parameters, version); // a graph always costs less than a scan
    }

    @Override
    protected void close(VectorIndex index) {
        ((JVectorIndex) index).close();
    }

    @Override
    protected void settle(VectorIndex index) {
        ((JVectorIndex) index).settle();
    }

    @Override
    protected int enoughToBuild() {
        return 400;
    }

    private Path folder() {
        return home.resolve("index").resolve(SPACE.id());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Path built(int vectors) throws IOException {
        fill(vectors);
        VectorIndex index = opened();
        index.refresh(SPACE);
        settle(index);
        shut(index);
        assertEquals(1, store.segments(SPACE).size());
        return folder().resolve(store.segments(SPACE).get(0).file());
    }

    /** Opens over whatever is there: answers must be exact at once, and a sound segment must come back. */
    private void heals(String what) throws IOException {
        VectorIndex index = opened();
        index.refresh(SPACE);
        assertEquals(1.0, meanRecall(index, 10, 10, VectorFilter.ALL), what);
        assertEquals(store.count(SPACE), index.status().get(0).vectors(), what);
        settle(index);
        assertTrue(meanRecall(index, 10, 10, VectorFilter.ALL) >= 0.95, what);
        assertFalse(index.status().get(0).rebuilding(), what);
        assertEquals(1, index.status().get(0).segments(), what);
        shut(index);
        List<Path> files = files();
        assertEquals(1, files.size(), what + ": " + files);
        assertEquals(folder().resolve(store.segments(SPACE).get(0).file()), files.get(0), what);
    }

    @Test
    void aGraphIsUsedWhenThereIsMuch() throws IOException {
        built(5_000);
        VectorIndex index = opened();
        index.refresh(SPACE);
        double all = meanRecall(index, 50, 10, VectorFilter.ALL);
        assertTrue(all >= 0.95, "recall@10 " + all);
        VectorFilter most = share(0.95);
        double some = meanRecall(index, 50, 10, most);
        assertTrue(some >= 0.95, "recall@10 " + some);
    }

    @Test
    void aCutFileIsBuiltAgain() throws IOException {
        Path file = built(500);
        long size = Files.size(file);
        for (long length : new long[] {0, 1, 55, 56, 1000, 56 + 8 * 500, size / 2, size - 1}) {
            file = folder().resolve(store.segments(SPACE).get(0).file());
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Math.min(length, Files.size(file) - 1)));
            heals("cut to " + length);
        }
    }

    @Test
    void aFlippedBitIsBuiltAgain() throws IOException {
        Path file = built(500);
        int size = (int) Files.size(file);
        for (int at : new int[] {0, 9, 13, 17, 30, 60, 56 + 8 * 500, size / 2, size - 1}) {
            file = folder().resolve(store.segments(SPACE).get(0).file());
            byte[] bytes = Files.readAllBytes(file);
            bytes[Math.min(at, bytes.length - 1)] ^= 0x10;
            Files.write(file, bytes);
            heals("flipped at " + at);
        }
    }

    @Test
    void aMissingFileIsBuiltAgain() throws IOException {
        Files.delete(built(500));
        heals("missing");
    }

    @Test
    void aFileThatGrewIsBuiltAgain() throws IOException {
        Path file = built(500);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        heals("grown");
    }

    @Test
    void aRowThatDoesNotFitItsFileIsBuiltAgain() throws IOException {
        built(500);
        for (int field = 0; field < 5; field++) {
            Segment s = store.segments(SPACE).get(0);
            Segment wrong = new Segment(
                    s.space(),
                    s.file(),
                    field == 0 ? s.generation() + 1 : s.generation(),
                    field == 1 ? s.count() - 1 : s.count(),
                    field == 2 ? s.firstId() + 1 : s.firstId(),
                    field == 3 ? s.lastId() + 1 : s.lastId(),
                    field == 4 ? s.fileSha256() : s.idsSha256(),
                    s.fileSha256());
            store.publish(SPACE, List.of(wrong), List.of(s));
            heals("field " + field);
        }
    }

    @Test
    void aRowCannotNameAFileElsewhere() throws IOException {
        Path file = built(500);
        Files.move(file, home.resolve("elsewhere.seg"));
        Segment s = store.segments(SPACE).get(0);
        store.publish(
                SPACE,
                List.of(new Segment(
                        s.space(), "../../elsewhere.seg", s.generation(), s.count(), s.firstId(), s.lastId(),
                        s.idsSha256(), s.fileSha256())),
                List.of(s));
        heals("outside");
        assertTrue(Files.exists(home.resolve("elsewhere.seg")));
    }

    @Test
    void theSegmentOfAnotherSpaceIsNotTaken() throws IOException {
        Path file = built(500);
        Segment s = store.segments(SPACE).get(0);
        Space other = new Space("other-space", SPACE.dimension());
        for (int i = 0; i < 500; i++) {
            store.add(other, point(other.dimension()));
        }
        Path there = home.resolve("index").resolve(other.id()).resolve(s.file());
        Files.createDirectories(there.getParent());
        Files.copy(file, there, StandardCopyOption.REPLACE_EXISTING);
        store.publish(
                other,
                List.of(new Segment(
                        other.id(), s.file(), s.generation(), s.count(), s.firstId(), s.lastId(), s.idsSha256(),
                        s.fileSha256())),
                List.of());
        VectorIndex index = opened();
        index.refresh(other);
        assertEquals(
                500,
                index.search(other, point(32), 10_000, VectorFilter.ALL).stream()
                        .filter(n -> n.id() > 500)
                        .count());
        settle(index);
        assertNotEquals(s.file(), store.segments(other).get(0).file());
    }

    @Test
    void filesThatNoRowNamesAreRemoved() throws IOException {
        Path file = built(500);
        Files.copy(file, file.resolveSibling("99-stranger.seg"));
        Files.writeString(file.resolveSibling("7-half.seg.tmp"), "half");
        Files.copy(file, folder().resolve("3-of-a-version-without-folders.seg"));
        VectorIndex index = opened();
        index.refresh(SPACE);
        assertEquals(List.of(file), files());
    }

    @Test
    void aStoreThatKnowsMoreThanTheSegmentsIsBelieved() throws IOException {
        built(500);
        Segment whole = store.segments(SPACE).get(0);
        store.publish(SPACE, List.of(), List.of(whole)); // as after a backup was put back
        heals("no row");
    }

    @Test
    void otherParametersStandBesideAndNeitherTouchesTheOther() throws IOException {
        Path before = built(3_000);
        VectorIndex old = opened();
        old.refresh(SPACE);
        JVectorIndex fresh = open(store, home, new GraphParameters(32, 120), "1.1.0");
        try {
            fresh.refresh(SPACE);
            assertEquals(0, fresh.status().getFirst().segments(), "it builds its own");
            fresh.settle();
            assertEquals(2, store.segments(SPACE).size());
            assertEquals(2, files().size());
            assertTrue(meanRecall(fresh, 10, 10, VectorFilter.ALL) >= 0.95);
            fill(1_600); // enough to be merged with what is there
            old.refresh(SPACE);
            settle(old);
            assertTrue(meanRecall(old, 10, 10, VectorFilter.ALL) >= 0.95);
            assertEquals(1, fresh.status().getFirst().segments(), "a merge of the one left the other alone");
        } finally {
            fresh.close();
        }
        assertFalse(Files.exists(before), "the old one has merged its own");
        shut(old);
        heals(2);
        Path gone = home.resolve("index").resolve(SPACE.id()).resolve("1.1.0-d32-b120");
        Files.setLastModifiedTime(gone, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        heals("retired");
        assertFalse(Files.exists(gone));
    }

    private void heals(int files) throws IOException {
        VectorIndex again = opened();
        again.refresh(SPACE);
        assertEquals(1, again.status().getFirst().segments());
        assertEquals(4_600, again.status().getFirst().vectors());
        shut(again);
        assertEquals(files, files().size());
    }

    @Test
    void aDroppedSpaceLeavesNothing() throws IOException {
        built(500);
        VectorIndex index = opened();
        index.refresh(SPACE);
        assertTrue(index.drop(SPACE) > 0);
        assertFalse(Files.exists(folder()));
        assertEquals(0, index.drop(SPACE));
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThrows(VireoException.class, () -> new GraphParameters(7, 80));
        assertThrows(VireoException.class, () -> new GraphParameters(24, 23));
    }

    @Test
    void stoppingCancelsABuild() {
        fill(30_000);
        VectorIndex index = opened();
        index.refresh(SPACE);
        shut(index);
        ((JVectorIndex) index).settle(); // comes back at once
        assertEquals(
                ErrorKind.UNAVAILABLE,
                assertThrows(VireoException.class, () -> index.search(SPACE, point(32), 1, VectorFilter.ALL)).kind());
        VectorIndex again = opened();
        again.refresh(SPACE);
        assertEquals(1.0, meanRecall(again, 3, 10, VectorFilter.ALL));
    }

    @Test
    void anImpossibleSegmentSizeIsRefused() {
        for (int wrong : new int[] {99, 200_001}) {
            VireoException e = assertThrows(VireoException.class, () -> new JVectorIndex(store, home, wrong));
            assertTrue(e.getMessage().contains(Integer.toString(wrong)), e.getMessage());
        }
    }
}
