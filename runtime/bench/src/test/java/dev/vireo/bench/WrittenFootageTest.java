package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.text.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WrittenFootageTest {
    @TempDir
    Path folder;

    @Test
    void halvesShareNoTextAndTheSameSeedWritesTheSame() {
        List<WrittenFootage.Sign> signs = WrittenFootage.signs(3);
        Set<String> fitted = texts(signs, true);
        assertTrue(fitted.size() > 100, fitted::toString);
        assertTrue(texts(signs, false).stream().noneMatch(fitted::contains));
        assertEquals(signs, WrittenFootage.signs(3));
    }

    private static Set<String> texts(List<WrittenFootage.Sign> signs, boolean fitting) {
        return signs.stream().filter(s -> s.fitting() == fitting).map(WrittenFootage.Sign::text).collect(Collectors.toSet());
    }

    @Test
    void asManyCharactersAreWrongAsWasSaid() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            Wording sign = Wording.of("VB47 KXM");
            Wording one = Wording.of(WrittenFootage.wrong("VB47 KXM", 1, random));
            assertTrue(sign.like(one) && !sign.equals(one), one::toString);
        }
    }

    @Test
    void everySignIsAskedForRightlyAndWrongly() throws IOException {
        Path csv = Files.writeString(folder.resolve("signs.csv"), "picture,text\nphotos/a.jpg,EXIT\n../b.jpg,\"B, 1\"\nc.jpg,7\n");
        List<WrittenFootage.Written> signs = WrittenFootage.read(csv, folder);
        assertEquals(List.of(folder.resolve("photos/a.jpg"), folder.getParent().resolve("b.jpg"), folder.resolve("c.jpg")),
                signs.stream().map(WrittenFootage.Written::file).toList());
        List<WrittenFootage.Asked> asked = WrittenFootage.questions(signs, 5);
        assertEquals(List.of(0, 1, 2, 0, 1, 2, 0, 1), asked.stream().map(WrittenFootage.Asked::wrong).toList());
        assertEquals("B, 1", asked.get(3).text());
    }

    @Test
    void anotherFileIsRefusedWithItsName() throws IOException {
        Path csv = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        GroundTruth.Unreadable e = assertThrows(GroundTruth.Unreadable.class, () -> WrittenFootage.read(csv, folder));
        assertTrue(e.getMessage().contains("other.csv") && e.getMessage().contains("picture,text"), e.getMessage());
    }
}
