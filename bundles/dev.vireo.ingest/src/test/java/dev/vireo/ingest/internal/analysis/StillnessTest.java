package dev.vireo.ingest.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.ingest.internal.Pictures;
import org.junit.jupiter.api.Test;

final class StillnessTest {
    private final Stillness stillness = new Stillness();

    @Test
    void noiseIsNothing() {
        stillness.still(yard(1).image());
        stillness.keep();
        assertTrue(stillness.still(yard(2).image()));
    }

    @Test
    void aDistantPersonIsSomething() {
        stillness.still(yard(1).image());
        stillness.keep();
        assertFalse(stillness.still(yard(2).fill(new Box(400, 300, 9, 22), 0x303030).image()));
    }

    @Test
    void slowLightIsSomethingOnceItAddsUp() {
        stillness.still(yard(1).image());
        stillness.keep();
        boolean changed = false;
        for (int i = 1; i <= 20 && !changed; i++) {
            Image later = yard(i).shade(new Box(0, 0, 768, 576), 1 - 0.01 * i).image();
            changed = !stillness.still(later);
        }
        assertTrue(changed, "a fifth less light was never noticed");
    }

    @Test
    void withoutAReferenceNothingIsStill() {
        assertFalse(stillness.still(yard(1).image()));
    }

    private static Pictures yard(long seed) {
        return new Pictures(768, 576, 0x707478).fill(new Box(0, 0, 768, 200), 0x906048).noise(seed, 3);
    }
}
