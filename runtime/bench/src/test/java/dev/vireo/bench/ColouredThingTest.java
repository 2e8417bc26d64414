package dev.vireo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColouredThingTest {
    @TempDir
    Path folder;

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("colours.csv"), text);
    }

    @Test
    void readsThingsWithTheNamesOfTheirColours() throws IOException {
        assertEquals(List.of(new ColouredThing("a.jpg", new Box(1.5, 2, 30, 40), Set.of(Colour.BLACK, Colour.GREY))),
                ColouredThing.read(csv("picture,label,x,y,w,h,colours\na.jpg,car,1.5,2,30,40,black|grey\n")));
    }

    @Test
    void theListThatComesWithTheBenchIsWhole() throws IOException {
        List<ColouredThing> things = ColouredThing.read(Path.of("src/main/questions/coco-val2017-colours.csv"));
        assertEquals(97, things.size());
        assertTrue(things.stream().noneMatch(t -> t.colours().isEmpty()));
    }

    @Test
    void whatIsNoSuchListIsRefusedWithWhatItNeeds() throws IOException {
        Path other = csv("picture,label,x,y,w,h,colours\na.jpg,car,1,2,30,40,beige\n");
        String said = assertThrows(GroundTruth.Unreadable.class, () -> ColouredThing.read(other)).getMessage();
        assertTrue(said.contains("colours.csv") && said.contains("picture,label,x,y,w,h,colours"), said);
    }
}
