package dev.vireo.api.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BoxTest {
    @Test
    void overlapIsMeasuredOverTheUnion() {
        Box box = new Box(0, 0, 10, 10);
        assertEquals(1, box.iou(box), 1e-12);
        assertEquals(25 / 175.0, box.iou(new Box(5, 5, 10, 10)), 1e-12);
        assertEquals(0, box.iou(new Box(10, 0, 10, 10)), "touching edges share no area");
    }

    @Test
    void growingStaysInsideTheFrame() {
        assertEquals(new Box(0, 0, 13, 13), new Box(0, 0, 10, 10).grow(0.3, 100, 100));
        Box corner = new Box(90, 98, 10, 2).grow(0.3, 100, 100);
        assertEquals(100, corner.x() + corner.w(), 1e-9);
        assertEquals(100, corner.y() + corner.h(), 1e-9);
        assertEquals(87, corner.x(), 1e-9);
    }

    @Test
    void aBoxWithoutAreaIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, 1, Double.NaN));
    }
}
