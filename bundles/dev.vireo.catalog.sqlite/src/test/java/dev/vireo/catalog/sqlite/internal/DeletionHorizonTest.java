package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DeletionHorizonTest {
    private final DeletionHorizon horizon = new DeletionHorizon();

    private DeletionHorizon.Reader reading(long newest) {
        DeletionHorizon.Reader reader = horizon.begin();
        reader.sees(newest);
        return reader;
    }

    @Test
    void nothingIsToldThatSomebodyStillSees() {
        assertEquals(7, horizon.upTo(7));
        try (DeletionHorizon.Reader _ = reading(7)) {
            assertEquals(7, horizon.upTo(9));
        }
        assertEquals(9, horizon.upTo(9));
    }

    /** Whoever has begun and whose instant is not known yet sees at least what somebody was told before. */
    @Test
    void whoeverBeginsHoldsBackFromThatMomentOn() {
        assertEquals(7, horizon.upTo(7));
        try (DeletionHorizon.Reader begun = horizon.begin()) {
            assertEquals(7, horizon.upTo(8));
            begun.sees(8);
            assertEquals(8, horizon.upTo(9));
        }
    }

    /** One question follows the other without a pause: what all of those under way know goes on being told. */
    @Test
    void questionsThatOverlapDoNotHoldItBackForEver() {
        DeletionHorizon.Reader before = reading(0);
        for (long newest = 1; newest < 100; newest++) {
            DeletionHorizon.Reader next = reading(newest);
            assertEquals(newest - 1, horizon.upTo(newest));
            before.close();
            assertEquals(newest, horizon.upTo(newest));
            before = next;
        }
        before.close();
        assertEquals(100, horizon.upTo(100));
    }
}
