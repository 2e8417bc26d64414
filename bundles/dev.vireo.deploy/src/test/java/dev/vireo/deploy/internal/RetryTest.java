package dev.vireo.deploy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryTest {
    @Test
    void waitsLongerEachTimeButNeverMoreThanAMinute() {
        Retry retry = new Retry();
        List<Integer> due = new ArrayList<>();
        for (int second = 0; second <= 240; second++) {
            if (retry.due(TimeUnit.SECONDS.toNanos(second))) {
                due.add(second);
            }
        }
        assertEquals(List.of(0, 2, 6, 14, 30, 62, 122, 182), due);
    }
}
