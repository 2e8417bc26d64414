package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.NewZone;
import dev.vireo.api.catalog.Polygon;
import dev.vireo.api.catalog.Polygon.Corner;
import dev.vireo.api.catalog.Zone;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of zones must do, and what every polygon is. */
public abstract class ZonesContractTest {
    private static final Polygon SQUARE = polygon(0.1, 0.1, 0.4, 0.1, 0.4, 0.5, 0.1, 0.5);

    /** Zones under test, empty at the start of each test. */
    protected abstract Zones zones();

    /** A zone on one camera. */
    protected static NewZone zone(String name) {
        return new NewZone("default", "/footage/yard.mp4", name, SQUARE);
    }

    private static Polygon polygon(double... numbers) {
        List<Corner> corners = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            corners.add(new Corner(numbers[i], numbers[i + 1]));
        }
        return new Polygon(corners);
    }

    private static void refused(String said, Runnable what) {
        VireoException e = assertThrows(VireoException.class, what::run);
        assertEquals(ErrorKind.USER_INPUT, e.kind());
        assertTrue(e.getMessage().contains(said), e.getMessage());
    }

    @Test
    void areKeptAndListed() {
        Zone dock = zones().add(zone("Loading dock"));
        Zone gate = zones().add(zone("装卸区"));
        Zone other = zones().add(new NewZone("warehouse", "/footage/yard.mp4", "loading DOCK", SQUARE));
        assertEquals(List.of(dock, gate), zones().zones(Optional.of("default")));
        assertEquals(3, zones().zones(Optional.empty()).size());
        assertEquals("Loading dock", dock.name());
        assertEquals(SQUARE, zones().zones(Optional.of("warehouse")).get(0).polygon());
        zones().delete(dock.id());
        assertEquals(List.of(gate), zones().zones(Optional.of("default")));
        assertEquals(ErrorKind.NOT_FOUND, assertThrows(VireoException.class, () -> zones().delete(dock.id())).kind());
        assertNotEquals(dock.id(), zones().add(zone("Loading dock")).id(), "an id is never used again");
        zones().delete(other.id());
    }

    @Test
    void namesAreUniqueForTheirSource() {
        zones().add(zone("gate"));
        refused("delete it first", () -> zones().add(zone(" GATE ")));
        zones().add(new NewZone("default", "/footage/street.mp4", "gate", SQUARE));
        refused("1 to 60", () -> zones().add(zone("  ")));
        refused("1 to 60", () -> zones().add(zone("x".repeat(61))));
        refused("one line", () -> zones().add(zone("a\nb")));
        refused("source", () -> zones().add(new NewZone("default", "", "gate", SQUARE)));
        zones().add(zone("x".repeat(60)));
        zones().add(zone("Robert'); DROP TABLE zone; --"));
        assertEquals(4, zones().zones(Optional.empty()).size());
    }

    @Test
    void polygonsAreSimple() {
        refused("3 to 100", () -> polygon(0, 0, 1, 1));
        refused("outside the frame", () -> polygon(0, 0, 1.5, 0, 1, 1));
        refused("outside the frame", () -> polygon(0, 0, Double.NaN, 0, 1, 1));
        refused("cross", () -> polygon(0, 0, 1, 1, 1, 0, 0, 1));
        refused("cross", () -> polygon(0, 0, 0.5, 0, 1, 0));
        refused("both", () -> polygon(0, 0, 1, 0, 1, 1, 0, 0));
        refused("covers less", () -> polygon(0, 0, 0.001, 0, 0, 0.001));
        assertEquals(0.12, SQUARE.area(), 1e-9);
        assertEquals(0.75, polygon(0, 0, 1, 0, 1, 1, 0.5, 1, 0.5, 0.5, 0, 0.5).area(), 1e-9, "concave");
    }

    @Test
    void aSourceIsAFileAFolderOrAName() {
        Zone file = zones().add(zone("one"));
        assertTrue(file.covers("/footage/yard.mp4"));
        assertFalse(file.covers("/footage/yard.mp4.bak"));
        Zone folder = zones().add(new NewZone("default", "/footage", "two", SQUARE));
        assertTrue(folder.covers("/footage/a/b.mp4"));
        assertFalse(folder.covers("/footage2/b.mp4"));
        Zone name = zones().add(new NewZone("default", "yard.mp4", "three", SQUARE));
        assertTrue(name.covers("/footage/yard.mp4"));
        assertFalse(name.covers("/footage/backyard.mp4"));
    }
}
